/* Commands and structs of hypercalls that xen.h does not have, from Xen's own public headers (Debian: libxen-dev). */
#include <xensdk/integers.h>

#define __XEN_TOOLS__ 1
#include <xen/xen.h>

/* C# has no arrays without a length. What ends in one is counted in elements here. */
#undef XEN_FLEX_ARRAY_DIM
#define XEN_FLEX_ARRAY_DIM 1

#include <xen/sysctl.h>
#include <xen/domctl.h>
#include <xen/version.h>

#define DOMCTL_INTERFACE_VERSION XEN_DOMCTL_INTERFACE_VERSION
#define SYSCTL_INTERFACE_VERSION XEN_SYSCTL_INTERFACE_VERSION
#define SYSCTL_PHYSINFO XEN_SYSCTL_physinfo

#define VERSION_EXTRA XENVER_extraversion
#define VERSION_CAPABILITIES XENVER_capabilities

enum domctl_command {
    domctl_create_domain = XEN_DOMCTL_createdomain,
    domctl_destroy_domain = XEN_DOMCTL_destroydomain,
    domctl_max_memory = XEN_DOMCTL_max_mem,
};

enum memory_command {
    memory_populate_physmap = XENMEM_populate_physmap,
    memory_maximum_ram_page = XENMEM_maximum_ram_page,
};

enum grant_table_command {
    grant_table_setup_table = GNTTABOP_setup_table,
    grant_table_query_size = GNTTABOP_query_size,
};
