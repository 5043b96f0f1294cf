/* What the kernel needs beside xen.h, from Xen's own public headers (Debian: libxen-dev). */
#include <xensdk/integers.h>

/* One name a register, not two. */
#define __XEN_TOOLS__ 1
#include <xen/xen.h>

/* C# has no arrays without a length. What ends in one is counted in elements here. */
#undef XEN_FLEX_ARRAY_DIM
#define XEN_FLEX_ARRAY_DIM 1

#include <xen/memory.h>
#include <xen/sched.h>
#include <xen/sysctl.h>

#define MEMORY_CURRENT_RESERVATION XENMEM_current_reservation

#define SCHED_YIELD SCHEDOP_yield
#define SCHED_SHUTDOWN SCHEDOP_shutdown
#define SCHED_POLL SCHEDOP_poll
#define SHUTDOWN_POWER_OFF SHUTDOWN_poweroff
#define SHUTDOWN_REBOOT SHUTDOWN_reboot

#define SYSCTL_VERSION XEN_SYSCTL_INTERFACE_VERSION
#define SYSCTL_PHYSINFO XEN_SYSCTL_physinfo
