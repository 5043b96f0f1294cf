using XenSdk.Guest;

namespace XenSdk.RealXen.Script;

internal readonly unsafe partial struct Script<TPath, TMachine>
{
    private const uint BuildId = 10;

    /// <summary>xen_version: every command, with room for its answer and with pointers that lead nowhere.</summary>
    private void ReadVersions()
    {
        const int largest = 1024;
        byte* answer = stackalloc byte[largest];
        for (uint command = 0; command < 12; command++)
        {
            // Of these Xen reads something first: which 32 features, and how much room there is.
            *(uint*)answer = command == BuildId ? largest : 0u;
            long result = Path.Call((uint)HypercallNumber.XenVersion, command, (ulong)answer);
            Console.WriteLine($"xen_version {command}: {new HypercallResult(result)}");
            Version(command, "where nothing is mapped"u8, Unmapped);
            Version(command, "at no address"u8, NotCanonical);
            Version(command, "in Xen's area"u8, XensArea);
            Version(command, "in a read-only page"u8, (ulong)_machine.ReadOnly);
            Version(command, "that is null"u8, 0);
        }

        Version(0xFFFFFFFF, "that is null"u8, 0);
        Version(0x80000000, "that is null"u8, 0);

        Path.Call((uint)HypercallNumber.XenVersion, 1, (ulong)answer);
        Console.WriteLine($"  extra version: {Text(answer, 16)}");
        Path.Call((uint)HypercallNumber.XenVersion, 5, (ulong)answer);
        Console.WriteLine($"  Xen's area begins at 0x{*(ulong*)answer:x}");
        for (uint room = 19; room < 22; room++)
        {
            *(uint*)answer = room;
            long result = Path.Call((uint)HypercallNumber.XenVersion, BuildId, (ulong)answer);
            Console.WriteLine($"  build id, room for {room}: {new HypercallResult(result)}");
        }

        *(uint*)answer = 0;
        Version(BuildId, "with room for 0"u8, (ulong)answer);
        *(uint*)(_machine.Edge - 4) = 20;
        Version(BuildId, "with its length mapped"u8, (ulong)_machine.Edge - 4);

        // Which features there are depends on an assist that kernels ask for when they are built.
        const uint enable = 0, disable = 1, largeCr3 = (uint)VmAssistType.PaeExtendedCr3;
        Path.Call((uint)HypercallNumber.VmAssist, enable, largeCr3);
        Features(answer, 0);
        Path.Call((uint)HypercallNumber.VmAssist, disable, largeCr3);
        for (uint index = 0; index < 3; index++)
            Features(answer, index);

        Path.Call((uint)HypercallNumber.XenVersion, 8, (ulong)answer);
        Console.WriteLine($"  our handle: 0x{*(ulong*)answer:x} 0x{*(ulong*)(answer + 8):x}");
        *(uint*)(_machine.Edge - 4) = 0;
        Version(6, "with its half mapped"u8, (ulong)_machine.Edge - 4);
        Version(1, "with its half mapped"u8, (ulong)_machine.Edge - 8);
    }

    private void Features(byte* answer, uint index)
    {
        *(uint*)answer = index;
        *((uint*)answer + 1) = Unwritten;
        long result = Path.Call((uint)HypercallNumber.XenVersion, 6, (ulong)answer);
        Console.WriteLine($"  features {index}: {new HypercallResult(result)}, 0x{(ulong)*((uint*)answer + 1):x}");
    }

    private void Version(uint command, ReadOnlySpan<byte> where, ulong address)
    {
        long result = Path.Call((uint)HypercallNumber.XenVersion, command, address);
        Console.WriteLine($"xen_version {command}, answer {where}: {new HypercallResult(result)}");
    }

    private static ReadOnlySpan<byte> Text(byte* text, int room)
    {
        int length = 0;
        while (length < room && text[length] != 0)
            length++;
        return new(text, length);
    }

    /// <summary>console_io: its counts, pointers and commands. What is written by a step stands before its line.</summary>
    private void UseConsole()
    {
        byte* text = stackalloc byte[8];
        "words, "u8.CopyTo(new Span<byte>(text, 8));
        ConsoleIo("write, 7 bytes"u8, 0, 7, (ulong)text);
        ConsoleIo("write, no bytes"u8, 0, 0, (ulong)text);
        ConsoleIo("write, no bytes, no buffer"u8, 0, 0, 0);
        ConsoleIo("write, no bytes, buffer in Xen's area"u8, 0, 0, XensArea);
        ConsoleIo("write, buffer where nothing is mapped"u8, 0, 1, Unmapped);
        ConsoleIo("write, buffer at no address"u8, 0, 1, NotCanonical);
        ConsoleIo("write, buffer in Xen's area"u8, 0, 1, XensArea);

        // Xen takes 127 bytes at a time: what comes before the fault has been written.
        byte* edge = _machine.Edge - 130;
        new Span<byte>(edge, 130).Fill((byte)'-');
        ConsoleIo("write, 131 bytes, the last not mapped"u8, 0, 131, (ulong)edge);
        ConsoleIo("write, 120 bytes, 110 not mapped"u8, 0, 120, (ulong)_machine.Edge - 10);
        ConsoleIo("write, 2^32 - 1 bytes, 130 mapped"u8, 0, uint.MaxValue, (ulong)edge);
        ConsoleIo("read, 8 bytes"u8, 1, 8, (ulong)text);
        ConsoleIo("read, no bytes"u8, 1, 0, (ulong)text);
        ConsoleIo("read, buffer in Xen's area"u8, 1, 1, XensArea);
        ConsoleIo("read, 2^31 bytes"u8, 1, 1u << 31, (ulong)text);
        ConsoleIo("read, 2^31 - 1 bytes"u8, 1, int.MaxValue, (ulong)text);
        ConsoleIo("command 2"u8, 2, 0, 0);
        ConsoleIo("command 2^32 - 1"u8, uint.MaxValue, 0, 0);
    }

    private void ConsoleIo(ReadOnlySpan<byte> what, uint command, uint count, ulong buffer)
    {
        long result = Path.Call((uint)HypercallNumber.ConsoleIo, command, count, buffer);
        Console.WriteLine($"console_io {what}: {new HypercallResult(result)}");
    }

    /// <summary>vm_assist: every type up to 40, and commands that are none.</summary>
    private void SetAssists()
    {
        for (uint type = 0; type < 40; type++)
        {
            long on = Path.Call((uint)HypercallNumber.VmAssist, 0, type);
            long off = Path.Call((uint)HypercallNumber.VmAssist, 1, type);
            Console.WriteLine($"vm_assist type {type}: on {new HypercallResult(on)}, off {new HypercallResult(off)}");
        }

        Console.WriteLine($"vm_assist type 63: {new HypercallResult(Path.Call((uint)HypercallNumber.VmAssist, 0, 63))}");
        Console.WriteLine($"vm_assist type 64: {new HypercallResult(Path.Call((uint)HypercallNumber.VmAssist, 0, 64))}");
        Console.WriteLine($"vm_assist type 2^32 - 1: {new HypercallResult(Path.Call((uint)HypercallNumber.VmAssist, 0, uint.MaxValue))}");
        Console.WriteLine($"vm_assist command 2, type 0: {new HypercallResult(Path.Call((uint)HypercallNumber.VmAssist, 2, 0))}");
        Console.WriteLine($"vm_assist command 2, type 64: {new HypercallResult(Path.Call((uint)HypercallNumber.VmAssist, 2, 64))}");
    }
}
