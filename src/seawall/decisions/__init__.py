"""The decision on a case, by the guidance: the review, what the lead decides, the head's signature, the forms around it."""
