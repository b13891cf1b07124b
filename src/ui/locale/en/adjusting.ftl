### Correcting stock: what the core answers, and the reasons it takes.

## What the core answers

check-adjust-second-person = Waits for a second person: { $what }.
event-adjusted = { $item } in { $where } adjusted by { $qty } ({ $reason })
event-scrapped = { $qty } { $item } from { $where } scrapped ({ $reason })
event-held = { $qty } { $item } in { $where } held ({ $reason })
event-released = { $qty } { $item } in { $where } released ({ $reason })
event-adjust-rejected = Not booked: { $what }
event-correction-undone = Taken back: { $what }
event-place-blocked = { $place } blocked
event-place-freed = { $place } free again
no-adjust-unknown = No such stock line.
no-adjust-picked = In { $lpn }, picked for order { $order }.
no-adjust-not-for-sale = Kept back already: { $status }.
no-adjust-for-sale = It may be sold already.
no-adjust-too-many = { $found } asked, { $there } there.
no-adjust-waits = A correction by { $worker } waits already.
no-adjust-no-approval = Decided already.
no-adjust-same-person = { $worker } asked: another person must agree.
no-adjust-agreed = Too late: { $worker } agreed. Book a new correction.
no-adjust-gone-on = Too late: { $qty } have gone on.
no-adjust-decided-since = Too late: decided otherwise since.
reason-miscounted = Miscounted
reason-found = Found
reason-lost = Lost
reason-broken = Broken
reason-expired = Expired
reason-recall = Recall
reason-quality = Quality check
reason-sample = Sample
reason-other = Other
