using System.Runtime.CompilerServices;
using XenSdk;
using XenSdk.Guest;

/// <summary>A method for each number of arguments, with one stub in it: what is compiled of it is looked at, never run.</summary>
internal static unsafe class Kernel
{
    private static Hypercalls<PvHypercallPage> Xen => default;

    [GuestEntry]
    internal static void Main(in StartInfo start)
    {
        ulong word = start.NrPages;
        Arguments1((int)word);
        Arguments2((int)word, word);
        Constants2();
        Arguments3((uint)word, word);
        Arguments3InMemory(new ReadOnlySpan<byte>(&word, 8));
        Arguments4((MmuUpdate*)word, (uint)word, (uint*)word, (uint)word);
        Arguments5(word, word, word, word, word);
        NumberAtRunTime((uint)word, word);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Arguments1(int set) => Xen.FpuTaskSwitch(set).Value;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Arguments2(int register, ulong value) => Xen.SetDebugReg(register, value).Value;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Constants2() => Xen.XenVersion(0, default(GuestPointer64)).Value;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Arguments3(uint count, ulong address) => Xen.ConsoleIo(ConsoleIoCommand.Write, count, new GuestPointer64<byte>(address)).Value;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Arguments3InMemory(ReadOnlySpan<byte> text) => Xen.ConsoleWrite(text).Value;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Arguments4(MmuUpdate* updates, uint count, uint* done, uint domain) => Xen.MmuUpdate(updates, count, done, domain).Value;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Arguments5(ulong a1, ulong a2, ulong a3, ulong a4, ulong a5) => Xen.Arch1(a1, a2, a3, a4, a5).Value;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long NumberAtRunTime(uint number, ulong a1) => Xen.Path.Call(number, a1);
}
