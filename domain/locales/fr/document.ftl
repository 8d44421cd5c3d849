# Pourquoi un fichier téléversé n'est pas accepté, et quoi faire.

document-empty = Le fichier est vide.
document-too-large = Le fichier dépasse { $max } Mo.
document-foreign = Seuls les fichiers PDF, JPEG et PNG sont acceptés, et celui-ci n'en est pas un.
document-foreign-kind = Seuls les fichiers PDF, JPEG et PNG sont acceptés. Celui-ci est de type { $kind } : enregistrez-le en PDF, puis réessayez.
document-damaged = Ce { $format } est endommagé ou incomplet. Enregistrez-le à nouveau, puis réessayez.
document-trailing = Quelque chose suit la fin de ce { $format }. Enregistrez-le à nouveau, puis réessayez.
document-mixed = Ce fichier contient un autre type de fichier ou du code. Enregistrez-le à nouveau en PDF ou en image simple.
document-active = Ce PDF exécute une action à l'ouverture ou contient d'autres fichiers. Imprimez-le dans un nouveau PDF, puis réessayez.
document-encrypted = Ce PDF est protégé. Enregistrez-le sans mot de passe, puis réessayez.
document-dimensions = Cette image est trop grande une fois ouverte. Réduisez-la, puis réessayez.
document-too-many = Vous conservez { $max } documents, soit le maximum. Supprimez-en un d'abord.
document-too-much = Vos documents dépasseraient { $max } Mo au total. Supprimez-en un d'abord.
