using System.Runtime.InteropServices;

namespace XenSdk.Tests.Memory;

/// <summary>The flags of update_va_mapping, against the same ones in C, and the typed calls.</summary>
public sealed class MappingFlushTests
{
    private static readonly GuestPointer64<CpuMap> Vcpus = new(0xFFFF_8000_8765_4320);

    [Fact]
    public void Each_flush_is_the_word_that_C_makes()
    {
        MappingFlush[] flushes =
        [
            MappingFlush.None,
            MappingFlush.LocalEntry,
            MappingFlush.LocalTlb,
            MappingFlush.EntryOnAll,
            MappingFlush.TlbOnAll,
            MappingFlush.EntryOn(Vcpus),
            MappingFlush.TlbOn(Vcpus),
        ];

        byte[] inC = XenHeaderInC.Bytes("unsigned long it[]", """
            {
                UVMF_NONE,
                UVMF_INVLPG | UVMF_LOCAL,
                UVMF_TLB_FLUSH | UVMF_LOCAL,
                UVMF_INVLPG | UVMF_ALL,
                UVMF_TLB_FLUSH | UVMF_ALL,
                UVMF_INVLPG | UVMF_MULTI | 0xFFFF800087654320UL,
                UVMF_TLB_FLUSH | UVMF_MULTI | 0xFFFF800087654320UL,
            }
            """);

        Assert.Equal(MemoryMarshal.Cast<byte, ulong>(inC).ToArray(), flushes.Select(flush => (ulong)flush.Flags));
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(0x1001UL)]
    [InlineData(0x1004UL)]
    public void A_bitmap_whose_address_would_mean_something_else_overflows(ulong address)
    {
        Assert.Throws<OverflowException>(() => MappingFlush.EntryOn(new GuestPointer64<CpuMap>(address)));
        Assert.Throws<OverflowException>(() => MappingFlush.TlbOn(new GuestPointer64<CpuMap>(address)));
    }

    [Fact]
    public void The_typed_calls_put_each_argument_where_Xen_looks_for_it()
    {
        var xen = new Hypercalls<RecordingPvPath>(default);
        var entry = Pte.Map(new MachineFrame(0x777), PteFlags.Present);

        xen.UpdateVaMapping(new GuestPointer64(0xABC000), entry, MappingFlush.TlbOn(Vcpus));
        Assert.Equal([14, 0xABC000, 0x777001, 0xFFFF_8000_8765_4321], RecordingPvPath.Last);

        xen.UpdateVaMappingOtherDomain(new GuestPointer64(0xABC000), entry, MappingFlush.LocalEntry, DomainId.Io);
        Assert.Equal([22, 0xABC000, 0x777001, 2, 0x7FF1], RecordingPvPath.Last);
    }
}
