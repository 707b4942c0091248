#!/usr/bin/env python
import sys

from mkbroute.run import manage

if __name__ == "__main__":
    manage(sys.argv)
