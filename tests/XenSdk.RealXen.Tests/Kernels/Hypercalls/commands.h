/*
 * The commands of hypercalls and their structs, which stand outside of xen.h: from Xen's own public headers, as Debian's
 * libxen-dev has them. They ask for Xen's xen.h, whose types the runtime has already; so that file is kept out, and the
 * few names of it that they use are below.
 */
#include <xensdk/integers.h>
#include <asm/xen/interface.h>

typedef uint16_t domid_t;
typedef uint8_t xen_domain_handle_t[16];

/* With it the headers have what toolstacks use, and speak the newest interface. */
#define __XEN_TOOLS__ 1
/* As if xen.h had been there. */
#define __XEN_PUBLIC_XEN_H__
#include <xen/xen-compat.h>

/* Saved state of HVM domains: domctl.h asks for it, and has one struct of it. */
#define __XEN_PUBLIC_HVM_SAVE_H__

#if defined(__x86_64__) || defined(__i386__)
#define uint64_aligned_t uint64_t
#define int64_aligned_t int64_t
#define __DEFINE_XEN_GUEST_HANDLE(name, type) \
    typedef struct { type *p; } __guest_handle_##name; \
    typedef struct { const type *p; } __guest_handle_const_##name
#else
#define uint64_aligned_t uint64_t __attribute__((__aligned__(8)))
#define int64_aligned_t int64_t __attribute__((__aligned__(8)))
#define __DEFINE_XEN_GUEST_HANDLE(name, type) \
    typedef union { type *p; uint64_aligned_t q; } __guest_handle_##name; \
    typedef union { const type *p; uint64_aligned_t q; } __guest_handle_const_##name
#endif
#define DEFINE_XEN_GUEST_HANDLE(name) __DEFINE_XEN_GUEST_HANDLE(name, name)
#define XEN_GUEST_HANDLE(name) __guest_handle_##name
#define XEN_GUEST_HANDLE_64(name) __guest_handle_##name

#define XEN_FLEX_ARRAY_DIM

typedef struct vcpu_guest_context vcpu_guest_context_t;
typedef struct vcpu_time_info vcpu_time_info_t;

typedef struct { const void *p; } __guest_handle_const_void;
typedef struct { const char *p; } __guest_handle_const_char;
__DEFINE_XEN_GUEST_HANDLE(uint8, uint8_t);
__DEFINE_XEN_GUEST_HANDLE(uint16, uint16_t);
__DEFINE_XEN_GUEST_HANDLE(uint32, uint32_t);
__DEFINE_XEN_GUEST_HANDLE(uint64, uint64_t);
__DEFINE_XEN_GUEST_HANDLE(ulong, unsigned long);
DEFINE_XEN_GUEST_HANDLE(vcpu_guest_context_t);

/* A bitmap with its length, as sysctl and domctl take it. */
typedef struct xenctl_bitmap {
    XEN_GUEST_HANDLE_64(uint8) bitmap;
    uint32_t nr_bits;
} xenctl_bitmap_t;

/* The architecture's share in domctl. */
#if defined(__x86_64__) || defined(__i386__)
typedef unsigned long xen_callback_t;

struct xen_arch_domainconfig {
    uint32_t emulation_flags; /* Bit 0 the local APIC, and so on: devices that Xen emulates for an HVM domain. */
    uint32_t misc_flags;
};

struct hvm_vmce_vcpu {
    uint64_t caps;
    uint64_t mci_ctl2_bank0;
    uint64_t mci_ctl2_bank1;
    uint64_t mcg_ext_ctl;
};

typedef struct xen_cpuid_leaf {
    uint32_t leaf, subleaf;
    uint32_t a, b, c, d;
} xen_cpuid_leaf_t;
DEFINE_XEN_GUEST_HANDLE(xen_cpuid_leaf_t);

typedef struct xen_msr_entry {
    uint32_t idx;
    uint32_t flags;
    uint64_t val;
} xen_msr_entry_t;
DEFINE_XEN_GUEST_HANDLE(xen_msr_entry_t);
#else
typedef uint64_t xen_callback_t;

struct xen_arch_domainconfig {
    uint8_t gic_version;      /* 0 as the machine has it, 2, 3. */
    uint16_t tee_type;
    uint32_t nr_spis;
    uint32_t clock_frequency; /* Written by Xen. */
};
#endif

#include <xen/memory.h>
#include <xen/sched.h>
#include <xen/event_channel.h>
#include <xen/physdev.h>
#include <xen/version.h>
#include <xen/grant_table.h>
#include <xen/vcpu.h>
#include <xen/callback.h>
#include <xen/nmi.h>
#include <xen/kexec.h>
#include <xen/platform.h>
#include <xen/sysctl.h>
#include <xen/domctl.h>
#include <xen/hvm/hvm_op.h>
#include <xen/hvm/params.h>
#include <xen/xenoprof.h>
#if defined(__x86_64__)
#include <xen/arch-x86/xen-mca.h>
#endif

/* The commands by name: of the files above the reader takes types, not macros. */
enum memory_command {
    memory_command_increase_reservation = XENMEM_increase_reservation,
    memory_command_decrease_reservation = XENMEM_decrease_reservation,
    memory_command_populate_physmap = XENMEM_populate_physmap,
    memory_command_exchange = XENMEM_exchange,
    memory_command_maximum_ram_page = XENMEM_maximum_ram_page,
    memory_command_current_reservation = XENMEM_current_reservation,
    memory_command_maximum_reservation = XENMEM_maximum_reservation,
    memory_command_maximum_gpfn = XENMEM_maximum_gpfn,
    memory_command_machphys_mfn_list = XENMEM_machphys_mfn_list,
    memory_command_machphys_mapping = XENMEM_machphys_mapping,
    memory_command_add_to_physmap = XENMEM_add_to_physmap,
    memory_command_remove_from_physmap = XENMEM_remove_from_physmap,
    memory_command_memory_map = XENMEM_memory_map,
    memory_command_machine_memory_map = XENMEM_machine_memory_map,
};

enum memory_space {
    memory_space_shared_info = XENMAPSPACE_shared_info,
    memory_space_grant_table = XENMAPSPACE_grant_table,
};

enum sched_command {
    sched_command_yield = SCHEDOP_yield,
    sched_command_block = SCHEDOP_block,
    sched_command_shutdown = SCHEDOP_shutdown,
    sched_command_poll = SCHEDOP_poll,
    sched_command_remote_shutdown = SCHEDOP_remote_shutdown,
    sched_command_shutdown_code = SCHEDOP_shutdown_code,
    sched_command_watchdog = SCHEDOP_watchdog,
    sched_command_pin_override = SCHEDOP_pin_override,
};

enum event_command {
    event_command_bind_interdomain = EVTCHNOP_bind_interdomain,
    event_command_bind_virq = EVTCHNOP_bind_virq,
    event_command_bind_pirq = EVTCHNOP_bind_pirq,
    event_command_close = EVTCHNOP_close,
    event_command_send = EVTCHNOP_send,
    event_command_status = EVTCHNOP_status,
    event_command_alloc_unbound = EVTCHNOP_alloc_unbound,
    event_command_bind_ipi = EVTCHNOP_bind_ipi,
    event_command_bind_vcpu = EVTCHNOP_bind_vcpu,
    event_command_unmask = EVTCHNOP_unmask,
    event_command_reset = EVTCHNOP_reset,
    event_command_init_control = EVTCHNOP_init_control,
    event_command_expand_array = EVTCHNOP_expand_array,
    event_command_set_priority = EVTCHNOP_set_priority,
};

enum event_state {
    event_state_closed = EVTCHNSTAT_closed,
    event_state_unbound = EVTCHNSTAT_unbound,
    event_state_interdomain = EVTCHNSTAT_interdomain,
    event_state_pirq = EVTCHNSTAT_pirq,
    event_state_virq = EVTCHNSTAT_virq,
    event_state_ipi = EVTCHNSTAT_ipi,
};

enum physdev_command {
    physdev_command_eoi = PHYSDEVOP_eoi,
    physdev_command_irq_status_query = PHYSDEVOP_irq_status_query,
    physdev_command_set_iopl = PHYSDEVOP_set_iopl,
    physdev_command_set_iobitmap = PHYSDEVOP_set_iobitmap,
    physdev_command_apic_read = PHYSDEVOP_apic_read,
    physdev_command_apic_write = PHYSDEVOP_apic_write,
    physdev_command_get_free_pirq = PHYSDEVOP_get_free_pirq,
    physdev_command_map_pirq = PHYSDEVOP_map_pirq,
    physdev_command_unmap_pirq = PHYSDEVOP_unmap_pirq,
    physdev_command_pci_device_add = PHYSDEVOP_pci_device_add,
};

enum version_command {
    version_command_version = XENVER_version,
    version_command_extraversion = XENVER_extraversion,
    version_command_compile_info = XENVER_compile_info,
    version_command_capabilities = XENVER_capabilities,
    version_command_changeset = XENVER_changeset,
    version_command_platform_parameters = XENVER_platform_parameters,
    version_command_get_features = XENVER_get_features,
    version_command_pagesize = XENVER_pagesize,
    version_command_guest_handle = XENVER_guest_handle,
    version_command_commandline = XENVER_commandline,
    version_command_build_id = XENVER_build_id,
};

enum grant_command {
    grant_command_map_grant_ref = GNTTABOP_map_grant_ref,
    grant_command_unmap_grant_ref = GNTTABOP_unmap_grant_ref,
    grant_command_setup_table = GNTTABOP_setup_table,
    grant_command_dump_table = GNTTABOP_dump_table,
    grant_command_transfer = GNTTABOP_transfer,
    grant_command_copy = GNTTABOP_copy,
    grant_command_query_size = GNTTABOP_query_size,
    grant_command_unmap_and_replace = GNTTABOP_unmap_and_replace,
    grant_command_set_version = GNTTABOP_set_version,
    grant_command_get_status_frames = GNTTABOP_get_status_frames,
    grant_command_get_version = GNTTABOP_get_version,
    grant_command_swap_grant_ref = GNTTABOP_swap_grant_ref,
    grant_command_cache_flush = GNTTABOP_cache_flush,
};

enum vcpu_command {
    vcpu_command_initialise = VCPUOP_initialise,
    vcpu_command_up = VCPUOP_up,
    vcpu_command_down = VCPUOP_down,
    vcpu_command_is_up = VCPUOP_is_up,
    vcpu_command_get_runstate_info = VCPUOP_get_runstate_info,
    vcpu_command_register_runstate_memory_area = VCPUOP_register_runstate_memory_area,
    vcpu_command_set_periodic_timer = VCPUOP_set_periodic_timer,
    vcpu_command_stop_periodic_timer = VCPUOP_stop_periodic_timer,
    vcpu_command_set_singleshot_timer = VCPUOP_set_singleshot_timer,
    vcpu_command_stop_singleshot_timer = VCPUOP_stop_singleshot_timer,
    vcpu_command_register_vcpu_info = VCPUOP_register_vcpu_info,
    vcpu_command_send_nmi = VCPUOP_send_nmi,
    vcpu_command_get_physid = VCPUOP_get_physid,
    vcpu_command_register_vcpu_time_memory_area = VCPUOP_register_vcpu_time_memory_area,
};

enum callback_command {
    callback_command_register = CALLBACKOP_register,
    callback_command_unregister = CALLBACKOP_unregister,
};

enum callback_kind {
    callback_kind_event = CALLBACKTYPE_event,
    callback_kind_failsafe = CALLBACKTYPE_failsafe,
    callback_kind_syscall = CALLBACKTYPE_syscall,
    callback_kind_nmi = CALLBACKTYPE_nmi,
};

enum nmi_command {
    nmi_command_register_callback = XENNMI_register_callback,
    nmi_command_unregister_callback = XENNMI_unregister_callback,
};

enum kexec_command {
    kexec_command_get_range = KEXEC_CMD_kexec_get_range,
    kexec_command_status = KEXEC_CMD_kexec_status,
    kexec_command_load = KEXEC_CMD_kexec_load,
    kexec_command_unload = KEXEC_CMD_kexec_unload,
};

enum platform_command {
    platform_command_settime64 = XENPF_settime64,
    platform_command_get_cpuinfo = XENPF_get_cpuinfo,
    platform_command_getidletime = XENPF_getidletime,
    platform_command_firmware_info = XENPF_firmware_info,
};

enum profile_operation {
    profile_operation_init = XENOPROF_init,
    profile_operation_shutdown = XENOPROF_shutdown,
};

enum sysctl_command {
    sysctl_command_readconsole = XEN_SYSCTL_readconsole,
    sysctl_command_physinfo = XEN_SYSCTL_physinfo,
    sysctl_command_sched_id = XEN_SYSCTL_sched_id,
    sysctl_command_getdomaininfolist = XEN_SYSCTL_getdomaininfolist,
    sysctl_command_getcpuinfo = XEN_SYSCTL_getcpuinfo,
    sysctl_command_availheap = XEN_SYSCTL_availheap,
    sysctl_command_debug_keys = XEN_SYSCTL_debug_keys,
};

enum domctl_command {
    domctl_command_createdomain = XEN_DOMCTL_createdomain,
    domctl_command_destroydomain = XEN_DOMCTL_destroydomain,
    domctl_command_pausedomain = XEN_DOMCTL_pausedomain,
    domctl_command_unpausedomain = XEN_DOMCTL_unpausedomain,
    domctl_command_getdomaininfo = XEN_DOMCTL_getdomaininfo,
    domctl_command_max_mem = XEN_DOMCTL_max_mem,
    domctl_command_max_vcpus = XEN_DOMCTL_max_vcpus,
    domctl_command_setdomainhandle = XEN_DOMCTL_setdomainhandle,
};

enum hvm_command {
    hvm_command_set_param = HVMOP_set_param,
    hvm_command_get_param = HVMOP_get_param,
    hvm_command_get_time = HVMOP_get_time,
};

enum hvm_parameter {
    hvm_parameter_callback_irq = HVM_PARAM_CALLBACK_IRQ,
    hvm_parameter_store_pfn = HVM_PARAM_STORE_PFN,
    hvm_parameter_store_evtchn = HVM_PARAM_STORE_EVTCHN,
    hvm_parameter_console_pfn = HVM_PARAM_CONSOLE_PFN,
    hvm_parameter_console_evtchn = HVM_PARAM_CONSOLE_EVTCHN,
};

enum scheduler {
    scheduler_credit = XEN_SCHEDULER_CREDIT,
    scheduler_credit2 = XEN_SCHEDULER_CREDIT2,
};

enum interface_version {
    interface_version_sysctl = XEN_SYSCTL_INTERFACE_VERSION,
    interface_version_domctl = XEN_DOMCTL_INTERFACE_VERSION,
    interface_version_platform = XENPF_INTERFACE_VERSION,
};

#if defined(__x86_64__)
enum machine_check_command {
    machine_check_command_physcpuinfo = XEN_MC_physcpuinfo,
    machine_check_command_interface_version = XEN_MCA_INTERFACE_VERSION,
};
#endif
