using Iced.Intel;
using XenSdk.Simulation;
using Register = Iced.Intel.Register;

namespace XenSdk.Tests.Calling;

/// <summary>The emitted machine code, read back with a decoder that knows nothing of its making.</summary>
public sealed unsafe class TrampolineTests
{
    [Fact]
    public void Every_trampoline_moves_rcx_to_r10_and_jumps_to_its_slot()
    {
        using var xen = SimulatedXen.Start();
        for (uint number = 0; number < HypercallPage.SlotCount; number++)
            Assert.Equal((ulong)xen.Page.Slot(number), Follow(xen.Page.Trampoline(number)).Target);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_trampoline_jumps_relatively_where_there_is_room_near_the_page_and_by_a_register_where_there_is_none(bool hasRoom)
    {
        using var island = new Island(hasRoom);
        using var page = new HypercallPage(island.Page);
        for (uint number = 0; number < HypercallPage.SlotCount; number++)
        {
            (ulong target, Instruction jump) = Follow(page.Trampoline(number));

            Assert.Equal((ulong)page.Slot(number), target);
            Assert.Equal(hasRoom ? Code.Jmp_rel32_64 : Code.Jmp_rm64, jump.Code);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Trampolines_do_not_overlap_and_what_is_between_them_traps(bool hasRoom)
    {
        using var island = new Island(hasRoom);
        using var page = new HypercallPage(island.Page);
        for (uint number = 0; number < HypercallPage.SlotCount; number++)
        {
            nint end = (nint)Follow(page.Trampoline(number)).Jump.NextIP;
            nint next = page.Trampoline(number) + HypercallPage.TrampolineSize;

            Assert.True(end <= next);
            for (; end < next; end++)
                Assert.Equal(0xCC, *(byte*)end);
        }
    }

    [Fact]
    public void Every_slot_of_the_simulation_loads_its_number_and_leaves_for_the_same_gate()
    {
        using var xen = SimulatedXen.Start();
        ulong gate = Decode(xen.Page.Slot(0), 2)[1].NearBranchTarget;
        for (uint number = 0; number < HypercallPage.SlotCount; number++)
            AssertSlot(xen.Page.Slot(number), number, gate);
    }

    [Fact]
    public void Every_slot_of_a_leaf_page_loads_its_number_and_leaves_for_the_same_code_which_calls_nothing()
    {
        using var leaf = new LeafHypercallPage();
        ulong target = Decode(leaf.Page.Slot(0), 2)[1].NearBranchTarget;
        for (uint number = 0; number < HypercallPage.SlotCount; number++)
            AssertSlot(leaf.Page.Slot(number), number, target);

        Instruction[] body = [.. DecodeToReturn((nint)target)];

        Assert.Equal(FlowControl.Return, body[^1].FlowControl);
        Assert.All(body[..^1], instruction => Assert.Equal(FlowControl.Next, instruction.FlowControl));
    }

    [Fact]
    public void The_gate_stores_every_register_before_it_changes_one()
    {
        using var xen = SimulatedXen.Start();
        var stored = new HashSet<Register>();
        foreach (Instruction instruction in DecodeToReturn((nint)Decode(xen.Page.Slot(0), 2)[1].NearBranchTarget))
        {
            if (instruction.Mnemonic == Mnemonic.Mov && instruction.Op0Kind == OpKind.Memory)
                stored.Add(instruction.Op1Register);
            else if (instruction.OpCount > 0 && instruction.Op0Kind == OpKind.Register && instruction.Op0Register != Register.RSP)
                Assert.Contains(instruction.Op0Register, stored);
        }

        for (Register register = Register.RAX; register <= Register.R15; register++)
            Assert.True(register == Register.RSP || stored.Contains(register), $"{register} is not stored.");
    }

    /// <summary>Reads a trampoline: <c>mov r10, rcx</c>, then <c>jmp target</c> or <c>mov rax, target; jmp rax</c>.</summary>
    private static (ulong Target, Instruction Jump) Follow(nint trampoline)
    {
        Instruction[] code = Decode(trampoline, 3);
        Assert.Equal(Code.Mov_r64_rm64, Canonical(code[0]));
        Assert.Equal((Register.R10, Register.RCX), (code[0].Op0Register, code[0].Op1Register));
        if (code[1].Code == Code.Jmp_rel32_64)
            return (code[1].NearBranchTarget, code[1]);

        Assert.Equal((Code.Mov_r64_imm64, Register.RAX), (code[1].Code, code[1].Op0Register));
        Assert.Equal((Code.Jmp_rm64, Register.RAX), (code[2].Code, code[2].Op0Register));
        return (code[1].Immediate64, code[2]);
    }

    private static void AssertSlot(nint address, uint number, ulong target)
    {
        Instruction[] code = Decode(address, 2);

        Assert.Equal(Code.Mov_r32_imm32, code[0].Code);
        Assert.Equal((Register.EAX, number), (code[0].Op0Register, code[0].Immediate32));
        Assert.Equal(Code.Jmp_rel32_64, code[1].Code);
        Assert.Equal(target, code[1].NearBranchTarget);
        Assert.True(code[1].NextIP <= (ulong)address + HypercallPage.SlotSize);
    }

    // A move between registers has two encodings, which mean the same.
    private static Code Canonical(Instruction instruction) =>
        instruction.Code == Code.Mov_rm64_r64 ? Code.Mov_r64_rm64 : instruction.Code;

    private static Instruction[] Decode(nint address, int count) => [.. Decoded(address).Take(count)];

    private static IEnumerable<Instruction> DecodeToReturn(nint address)
    {
        foreach (Instruction instruction in Decoded(address))
        {
            yield return instruction;
            if (instruction.FlowControl == FlowControl.Return)
                yield break;
        }
    }

    private static IEnumerable<Instruction> Decoded(nint address)
    {
        var decoder = Decoder.Create(64, new MemoryReader(address));
        decoder.IP = (ulong)address;
        while (true)
        {
            Instruction instruction = decoder.Decode();
            Assert.False(instruction.IsInvalid, $"There is no instruction at 0x{instruction.IP:x}.");
            yield return instruction;
        }
    }

    private sealed class MemoryReader(nint address) : CodeReader
    {
        private nint _next = address;

        public override int ReadByte() => *(byte*)_next++;
    }

    /// <summary>A page with more addresses taken around it than a relative jump reaches across, all of them or all but some right
    /// behind it.</summary>
    private sealed class Island : IDisposable
    {
        private const int NoReserve = 0x4000;
        private static readonly nuint Length = (nuint)6 << 30;
        private static readonly nuint Room = (nuint)64 << 20;

        // Addresses only: nothing stands there, and nothing may be read or written.
        private readonly nint _start = PosixMemory.Map(0, Length, 0, PosixMemory.PrivateAnonymous | NoReserve, -1, 0);

        private readonly bool _hasRoom;

        public Island(bool hasRoom)
        {
            Assert.NotEqual(PosixMemory.Failed, _start);
            _hasRoom = hasRoom;
            if (hasRoom)
                Assert.Equal(0, PosixMemory.Unmap(RoomStart, Room));
        }

        public nint Page => _start + (nint)(Length / 2);

        private nint RoomStart => Page + HypercallPage.Size;

        // What others have put into the room meanwhile is theirs.
        public void Dispose()
        {
            nint behind = RoomStart + (nint)Room;
            Assert.Equal(0, PosixMemory.Unmap(_start, (nuint)((_hasRoom ? RoomStart : behind) - _start)));
            Assert.Equal(0, PosixMemory.Unmap(behind, Length - (nuint)(behind - _start)));
        }
    }
}
