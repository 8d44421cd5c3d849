# What is wrong with a request (RFC 9457 problem details).

problem-malformed = The request cannot be read
problem-invalid = Some fields do not hold
problem-not-found = There is nothing here
problem-gone = This has ended
problem-method-not-allowed = This path does not take that method
problem-too-large = The request is too large
problem-unsupported-media-type = This content type is not taken
problem-timeout = The answer took too long
problem-unavailable = Not available right now
problem-internal = Something went wrong on our side

field-range = must be from { $min } to { $max }
field-length = must have from { $min } to { $max } characters or items
field-at-least = must be at least { $min }
field-at-most = must be at most { $max }
field-invalid = does not hold
field-no-such-key = no such key
field-reach-empty = must name regions, a circle or remote work
field-distance-needs-near = sorting by distance needs `near`
field-not-a-number = must be a number
field-near-unknown = no such place, postal code or area in Canada
field-region-elsewhere = lies in none of the given provinces
field-cursor-foreign = is not of this search
