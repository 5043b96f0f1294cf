/*
 * What Xen offers its toolstack, as Xen's own public headers declare it (Debian: libxen-dev). Structs come from them as they
 * are; of their macros, those that the tool needs get a name here.
 */
#include <xensdk/integers.h>

#define __XEN_TOOLS__ 1
#include <xen/xen.h>

/* C# has no arrays without a length. What ends in one is counted in elements here. */
#undef XEN_FLEX_ARRAY_DIM
#define XEN_FLEX_ARRAY_DIM 1

#include <xen/domctl.h>
#include <xen/io/xs_wire.h>
#include <xen/sched.h>
#include <xen/sysctl.h>
#include <xen/version.h>

/* Xen answers -EACCES to any version of these interfaces but its own. */
#define SYSCTL_VERSION XEN_SYSCTL_INTERFACE_VERSION
#define DOMCTL_VERSION XEN_DOMCTL_INTERFACE_VERSION

#define DOMCTL_GET_VCPU_INFO XEN_DOMCTL_getvcpuinfo

#define VERSION_CAPABILITIES XENVER_capabilities

enum sysctl_command {
    sysctl_physical_info = XEN_SYSCTL_physinfo,
    sysctl_domain_list = XEN_SYSCTL_getdomaininfolist,
};

/* What a machine can do for its guests. */
enum physical_capability {
    physcap_hvm = XEN_SYSCTL_PHYSCAP_hvm,
    physcap_pv = XEN_SYSCTL_PHYSCAP_pv,
    physcap_direct_io = XEN_SYSCTL_PHYSCAP_directio,
    physcap_hap = XEN_SYSCTL_PHYSCAP_hap,
    physcap_shadow = XEN_SYSCTL_PHYSCAP_shadow,
};

/* What a domain is and does. */
enum domain_flag {
    domain_flag_dying = XEN_DOMINF_dying,
    domain_flag_hvm = XEN_DOMINF_hvm_guest,
    domain_flag_shutdown = XEN_DOMINF_shutdown,
    domain_flag_paused = XEN_DOMINF_paused,
    domain_flag_blocked = XEN_DOMINF_blocked,
    domain_flag_running = XEN_DOMINF_running,
};

/* Where the reason of a shutdown stands in the flags. */
#define DOMAIN_FLAG_REASON_SHIFT XEN_DOMINF_shutdownshift
#define DOMAIN_FLAG_REASON_MASK XEN_DOMINF_shutdownmask

enum shutdown_reason {
    shutdown_power_off = SHUTDOWN_poweroff,
    shutdown_reboot = SHUTDOWN_reboot,
    shutdown_suspend = SHUTDOWN_suspend,
    shutdown_crash = SHUTDOWN_crash,
    shutdown_watchdog = SHUTDOWN_watchdog,
    shutdown_soft_reset = SHUTDOWN_soft_reset,
};
