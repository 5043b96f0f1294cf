#!/bin/sh
# Starts domains of ours with Xen's own tools, and asks the administrator's tool what it makes of them.

# show NAME COMMAND…: what a command says, between two lines that a test finds.
show() {
    echo "== $1"
    shift
    "$@" 2>&1
    echo "== ended with $?"
}

# hear NAME WORD: waits until a domain has said the word, a minute at most.
hear() {
    tries=0
    until grep -q "^$2" "/var/log/xen/console/guest-$1.log" 2>/dev/null || [ $tries = 300 ]; do
        sleep 0.2
        tries=$((tries + 1))
    done
}

# start NAME WORD: starts a domain and waits until it has said the word.
start() {
    show "create $1" timeout 60 xl create "/$1.cfg"
    hear "$1" "$2"
    show "console of $1" cat "/var/log/xen/console/guest-$1.log"
}

show "tool before xenstore" /dom0
show "host" /dom0 host --json

xenstored --pid-file /run/xenstored.pid
xen-init-dom0
xenconsoled --log=guest --log-dir=/var/log/xen/console --pid-file=/run/xenconsoled.pid

start pv staying
start pvh staying
start leaver listening
# What xenconsoled reads at the newest terminal, it hands on to the newest domain.
echo "a word from dom0" >"/dev/pts/$(ls /dev/pts | sort -n | tail -n 1)"
hear leaver leaving
show "last words of leaver" tail -n 2 /var/log/xen/console/guest-leaver.log
# It leaves after its last word.
tries=0
until /dom0 domains | grep -q shutdown || [ $tries = 100 ]; do
    sleep 0.2
    tries=$((tries + 1))
done

show "domains" /dom0 domains
show "domains as JSON" /dom0 domains --json
show "xl's info" xl info
show "xl's list" xl list
show "processors of the first" /dom0 vcpus 1 --json
show "processors of none" /dom0 vcpus 77

for name in pv pvh leaver; do
    show "destroy $name" timeout 60 xl destroy "$name"
done
show "domains afterwards" /dom0 domains --json
