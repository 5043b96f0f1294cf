using System.Runtime.InteropServices;

namespace XenSdk.Tests.Memory;

/// <summary>The elements of mmu_update, against the same ones in C.</summary>
public sealed class MmuUpdateTests
{
    private static readonly MachineAddress Entry = new(0x1234_5678_9ABC_DEF8);

    private static readonly Pte Value = new(0x8765_4321_0FED_CBA9);

    [Fact]
    public void Each_command_has_the_bytes_that_C_gives_it()
    {
        MmuUpdate[] updates =
        [
            MmuUpdates.Write(Entry, Value),
            MmuUpdates.WritePreservingAccessedDirty(Entry, Value),
            MmuUpdates.UpdateMachineToPhysical(new MachineFrame(0x12345), new PseudoPhysicalFrame(0x678)),
        ];

        byte[] inC = XenHeaderInC.Bytes("struct mmu_update it[]", """
            {
                { .ptr = 0x123456789ABCDEF8ULL | MMU_NORMAL_PT_UPDATE, .val = 0x876543210FEDCBA9ULL },
                { .ptr = 0x123456789ABCDEF8ULL | MMU_PT_UPDATE_PRESERVE_AD, .val = 0x876543210FEDCBA9ULL },
                { .ptr = (0x12345ULL << 12) | MMU_MACHPHYS_UPDATE, .val = 0x678 },
            }
            """);

        Assert.Equal(inC, MemoryMarshal.AsBytes<MmuUpdate>(updates).ToArray());
    }

    [Fact]
    public void The_command_and_the_target_can_be_read_back()
    {
        MmuUpdate write = MmuUpdates.Write(Entry, Value);
        MmuUpdate preserving = MmuUpdates.WritePreservingAccessedDirty(Entry, Value);
        MmuUpdate table = MmuUpdates.UpdateMachineToPhysical(new MachineFrame(7), default);

        Assert.Equal((MmuCommand.NormalPtUpdate, Entry), (write.Command(), write.Target()));
        Assert.Equal((MmuCommand.PtUpdatePreserveAd, Entry), (preserving.Command(), preserving.Target()));
        Assert.Equal((MmuCommand.MachphysUpdate, new MachineFrame(7).Address), (table.Command(), table.Target()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(7)]
    public void An_address_that_would_become_a_command_overflows(int low)
    {
        MachineAddress entry = new(0x1000ul + (ulong)low);

        Assert.Throws<OverflowException>(() => MmuUpdates.Write(entry, Value));
        Assert.Throws<OverflowException>(() => MmuUpdates.WritePreservingAccessedDirty(entry, Value));
    }

    [Fact]
    public void A_frame_without_an_address_overflows()
        => Assert.Throws<OverflowException>(() => MmuUpdates.UpdateMachineToPhysical(MachineFrame.Invalid, default));
}
