"""Auto-graded labs on attention: questions, judging, the sandbox, the release and its proofs."""
