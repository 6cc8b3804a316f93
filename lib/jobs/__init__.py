"""Where all stations meet: durable jobs that read, check, store and compare.

Comes in: the id of an import. Goes out: rows and files of the store; ids travel, frames do not.
Must not know screens or what a person may do.
"""
