#!/bin/sh
# The programs in turn.
for round in $ROUNDS; do
    echo "program c"
    /bench-c || exit
    echo "program threaded"
    /bench-c threaded || exit
    echo "program csharp"
    /bench-csharp || exit
done
