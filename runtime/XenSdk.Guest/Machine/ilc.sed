# What ilc says of code that no guest can run, as an error of the build. Nothing else of its output is printed.
s/^ILC: AOT analysis error IL1005: (.*): Method will always throw because: (.*)$/ILC: error XEN3006: \1 asks for something that a guest does not have. \2/p
