### Counts that wait for a lead.

review-title = Count reviews
review-none = No count waits. Differences that counters find come here.
review-place = Place
review-difference = Diff.
review-value = Value
review-who = Counted by
review-since = Since
review-second-person = Who counted may not accept this value.
review-counted = Counted
review-book = Book
review-earlier = Counted before
review-moved = Goods moved meanwhile.
review-hints = Look here first
review-rounds = Counted by
review-agree = These agree
review-ask-cause = What was the cause?
help-reviews = Counts that differ from the book. Enter opens one, with places where the opposite may hide. Accept books the difference and asks for its cause; reject has somebody else count again.
