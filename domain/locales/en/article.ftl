# The blog: what an editor is told.

article-no-words = is needed: English, French or both
article-incomplete = needs a title, a summary and a text
article-abstract = of news is at most 1,000 characters: they are read where they were written
article-no-author = needs a name, and what they are in each language of the article
article-no-origin = is needed for news: by whom, and where they are read
article-origin = is for news alone
article-slug = must be small letters, digits and hyphens
article-slug-taken = is that of another article
article-past = must be now or later
article-live = The article is published already.
article-draft = The article is a draft already.
article-fixed = The article was seen: its address and kind stay.
article-published = The article is published or planned: withdraw it first.
article-no-cover-alt = says nothing of what the cover shows: cover_alt is for those who do not see it
article-cover-format = The cover must be a JPEG or a PNG.
article-cover-size = The cover may have at most { $max } MB.
