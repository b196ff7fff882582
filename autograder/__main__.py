"""`python -m autograder`."""

if __name__ == "__main__":  # the workers of a class import this file too, and need no command line
    from autograder.cli import main

    main()
