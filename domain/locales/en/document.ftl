# Why a file that someone uploads is not taken, and what to do.

document-empty = The file is empty.
document-too-large = The file has more than { $max } MB.
document-foreign = Only PDF, JPEG and PNG files are taken, and this is none of them.
document-foreign-kind = Only PDF, JPEG and PNG files are taken. This one is of the kind { $kind }: save it as PDF and try again.
document-damaged = This { $format } is damaged or incomplete. Save it again and retry.
document-trailing = Something follows the end of this { $format }. Save it again and retry.
document-mixed = This file holds another kind of file or code. Save it again as a plain PDF or picture.
document-active = This PDF runs something when it is opened, or carries other files. Print it to a new PDF and retry.
document-encrypted = This PDF is protected. Save it without a password and retry.
document-dimensions = This picture is too large once it is opened. Make it smaller and retry.
document-too-many = You keep { $max } documents, which is the most. Remove one first.
document-too-much = Your documents together would have more than { $max } MB. Remove one first.
