"""What is asked and what may be answered, without the portal: a questionnaire as data, its routing, and its answers.

items        what a questionnaire is made of
conditions   to whom an item is asked
reading      a questionnaire out of JSON; `writing` into it
validity     what is wrong with one, in Dutch
routing      which items apply, given what was answered before
answers      one typed answer, judged
columns      answers as whole numbers, in the frozen order of a version
comparison   what changed between two versions, and what can no longer be compared
"""
