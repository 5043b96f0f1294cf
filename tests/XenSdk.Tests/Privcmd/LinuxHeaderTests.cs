namespace XenSdk.Tests.ThroughPrivcmd;

/// <summary>Request numbers and structures against Linux's own header, as a C compiler sees it.</summary>
public sealed unsafe class LinuxHeaderTests
{
    /// <summary>Linux's header includes its kernel's <c>xen/interface/xen.h</c>; these are the two types that it takes from there.</summary>
    private const string CompanionHeader = """
        typedef unsigned short domid_t;
        typedef unsigned long xen_pfn_t;
        """;

    private const string Program = """
        #include <stddef.h>
        #include <stdio.h>
        #include <asm/ioctl.h>
        #include <xen/privcmd.h>
        #define SIZE(T) printf(#T " %zu\n", sizeof(struct T))
        #define AT(T, F) printf(#T "." #F " %zu\n", offsetof(struct T, F))
        #define REQUEST(R) printf(#R " %lu\n", (unsigned long)R)
        int main(void)
        {
            REQUEST(IOCTL_PRIVCMD_HYPERCALL);
            REQUEST(IOCTL_PRIVCMD_MMAPBATCH_V2);
            REQUEST(IOCTL_PRIVCMD_RESTRICT);
            REQUEST(IOCTL_PRIVCMD_MMAP_RESOURCE);
            SIZE(privcmd_hypercall); AT(privcmd_hypercall, op); AT(privcmd_hypercall, arg); AT(privcmd_hypercall, arg[4]);
            SIZE(privcmd_mmapbatch_v2); AT(privcmd_mmapbatch_v2, num); AT(privcmd_mmapbatch_v2, dom);
            AT(privcmd_mmapbatch_v2, addr); AT(privcmd_mmapbatch_v2, arr); AT(privcmd_mmapbatch_v2, err);
            SIZE(privcmd_mmap_resource); AT(privcmd_mmap_resource, dom); AT(privcmd_mmap_resource, type);
            AT(privcmd_mmap_resource, id); AT(privcmd_mmap_resource, idx); AT(privcmd_mmap_resource, num);
            AT(privcmd_mmap_resource, addr);
            return 0;
        }
        """;

    [Fact]
    public void Requests_and_structures_are_those_of_Linuxs_header()
    {
        PrivcmdHypercall call = default;
        PrivcmdMapBatch batch = default;
        PrivcmdMapResource resource = default;
        string[] expected =
        [
            $"IOCTL_PRIVCMD_HYPERCALL {PrivcmdRequest.Hypercall}",
            $"IOCTL_PRIVCMD_MMAPBATCH_V2 {PrivcmdRequest.MapBatch}",
            $"IOCTL_PRIVCMD_RESTRICT {PrivcmdRequest.Restrict}",
            $"IOCTL_PRIVCMD_MMAP_RESOURCE {PrivcmdRequest.MapResource}",
            $"privcmd_hypercall {sizeof(PrivcmdHypercall)}",
            $"privcmd_hypercall.op {Offset(&call, &call.Number)}",
            $"privcmd_hypercall.arg {Offset(&call, &call.Argument1)}",
            $"privcmd_hypercall.arg[4] {Offset(&call, &call.Argument5)}",
            $"privcmd_mmapbatch_v2 {sizeof(PrivcmdMapBatch)}",
            $"privcmd_mmapbatch_v2.num {Offset(&batch, &batch.Count)}",
            $"privcmd_mmapbatch_v2.dom {Offset(&batch, &batch.Domain)}",
            $"privcmd_mmapbatch_v2.addr {Offset(&batch, &batch.Address)}",
            $"privcmd_mmapbatch_v2.arr {Offset(&batch, &batch.Frames)}",
            $"privcmd_mmapbatch_v2.err {Offset(&batch, &batch.Errors)}",
            $"privcmd_mmap_resource {sizeof(PrivcmdMapResource)}",
            $"privcmd_mmap_resource.dom {Offset(&resource, &resource.Domain)}",
            $"privcmd_mmap_resource.type {Offset(&resource, &resource.Type)}",
            $"privcmd_mmap_resource.id {Offset(&resource, &resource.Id)}",
            $"privcmd_mmap_resource.idx {Offset(&resource, &resource.Index)}",
            $"privcmd_mmap_resource.num {Offset(&resource, &resource.Count)}",
            $"privcmd_mmap_resource.addr {Offset(&resource, &resource.Address)}",
        ];

        Assert.Equal(expected, CProgram.Run(Program, ("xen/interface/xen.h", CompanionHeader)));
    }

    private static long Offset(void* structure, void* field) => (byte*)field - (byte*)structure;
}
