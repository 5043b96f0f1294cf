using System.Runtime.CompilerServices;
using Xen.Public;
using XenSdk;
using XenSdk.Guest;

/// <summary>xen_version, console_io and multicall, which are the same on every processor.</summary>
internal static unsafe class VersionCalls
{
    private const HypercallNumber Call = HypercallNumber.XenVersion;
    private const int Room = 1024;

    internal static void Run<TPath>(Hypercalls<TPath> xen, ReadOnlySpan<byte> capability, ReadOnlySpan<byte> bootParameter)
        where TPath : struct, IHypercallPath
    {
        HypercallResult result = xen.XenVersion((int)VersionCommand.Version, default(GuestPointer64));
        _ = xen.GetVersion(out XenVersion version);
        Table.Number(Call, "XENVER_version"u8, result, "major is above minor, as XenVersion reads it"u8, result.Value >> 16 == version.Major && (result.Value & 0xffff) == version.Minor && version.Major >= 4);
        Table.Answer(Call, "XENVER_pagesize"u8, xen.XenVersion((int)VersionCommand.Pagesize, default(GuestPointer64)), new(Page.Size));

        var text = default(Text);
        result = xen.XenVersion((int)VersionCommand.Extraversion, ref text);
        Table.Effect(Call, "XENVER_extraversion"u8, result, "it begins with a dot"u8, text.Bytes[0] == '.');
        text = default;
        result = xen.XenVersion((int)VersionCommand.Capabilities, ref text);
        Table.Effect(Call, "XENVER_capabilities"u8, result, "the kind of this guest is among them"u8, text.Bytes.IndexOf(capability) >= 0);
        text = default;
        Table.Answer(Call, "XENVER_changeset"u8, xen.XenVersion((int)VersionCommand.Changeset, ref text), Table.Done);
        text = default;
        result = xen.XenVersion((int)VersionCommand.Commandline, ref text);
        Table.Effect(Call, "XENVER_commandline"u8, result, "what Xen was booted with is in it"u8, text.Bytes.IndexOf(bootParameter) >= 0);

        var compilation = default(XenCompileInfo);
        result = xen.XenVersion((int)VersionCommand.CompileInfo, ref compilation);
        Table.Effect(Call, "XENVER_compile_info"u8, result, "the compiler is gcc"u8, ((ReadOnlySpan<byte>)compilation.Compiler).IndexOf("gcc"u8) >= 0);
        var features = new XenFeatureInfo { SubmapIdx = 0 };
        result = xen.XenVersion((int)VersionCommand.GetFeatures, ref features);
        Table.Effect(Call, "XENVER_get_features"u8, result, "there are some"u8, features.Submap != 0);
        features.SubmapIdx = 99;
        Table.Refusal(Call, "XENVER_get_features, word 99, which is none"u8, xen.XenVersion((int)VersionCommand.GetFeatures, ref features), XenErrno.EINVAL);
        var handle = default(DomainHandle);
        handle[0] = 0xff;
        result = xen.XenVersion((int)VersionCommand.GuestHandle, ref handle);
        Table.Effect(Call, "XENVER_guest_handle"u8, result, "dom0's begins with 0"u8, handle[0] == 0);

        var start = new XenPlatformParameters { VirtStart = 1 };
        result = xen.XenVersion((int)VersionCommand.PlatformParameters, ref start);
        Table.Effect(Call, "XENVER_platform_parameters"u8, result, "Xen's part of the address space begins at a page"u8, start.VirtStart % Page.Size == 0);
        // struct xen_build_id: how much room there is, and the room.
        HypercallResult length = xen.XenVersion((int)VersionCommand.BuildId, default(GuestPointer64));
        text = default;
        Unsafe.As<Text, uint>(ref text) = Room - sizeof(uint);
        result = xen.XenVersion((int)VersionCommand.BuildId, ref text);
        Table.Number(Call, "XENVER_build_id: its length, then itself"u8, result, "it is as long as Xen said, and not all zeroes"u8, result == length && !IsZero(text.Bytes.Slice(sizeof(uint), (int)length.Value)));

        Table.Refusal(Call, "XENVER_extraversion at address 8"u8, xen.XenVersion((int)VersionCommand.Extraversion, new GuestPointer64(8)), XenErrno.EFAULT);
        Table.Refusal(Call, "a command that is none"u8, xen.XenVersion(99, ref text), XenErrno.ENOSYS);
        Console(xen);
        Multicall(xen);
    }

    private static void Console<TPath>(Hypercalls<TPath> xen)
        where TPath : struct, IHypercallPath
    {
        const HypercallNumber call = HypercallNumber.ConsoleIo;
        Span<byte> words = stackalloc byte[32];
        "words of console_io\n"u8.CopyTo(words);
        HypercallResult result = xen.ConsoleIo(ConsoleIoCommand.Write, words[.."words of console_io\n"u8.Length]);
        Table.Effect(call, "CONSOLEIO_write: every line of this table"u8, result, "it was read from the console"u8, true);
        Table.Answer(call, "CONSOLEIO_read where nothing was typed"u8, xen.ConsoleIo(ConsoleIoCommand.Read, words), Table.Done);
        Table.Refusal(call, "CONSOLEIO_write at address 8"u8, xen.ConsoleIo(ConsoleIoCommand.Write, 8, new GuestPointer64<byte>(8)), XenErrno.EFAULT);
        Table.Refusal(call, "a command that is none"u8, xen.ConsoleIo((ConsoleIoCommand)9, words), XenErrno.ENOSYS);
    }

    private static void Multicall<TPath>(Hypercalls<TPath> xen)
        where TPath : struct, IHypercallPath
    {
        const HypercallNumber call = HypercallNumber.Multicall;
        const long version = (long)VersionCommand.Extraversion;
        Span<MulticallEntry> calls = stackalloc MulticallEntry[5];
        calls.Clear();
        calls[0].Op = HypercallNumber.XenVersion;
        calls[1].Op = (HypercallNumber)55;
        calls[2].Op = HypercallNumber.XenVersion;
        calls[2].Args[0] = (ulong)version;
        calls[2].Args[1] = 8;
        calls[3].Op = HypercallNumber.Multicall;
        calls[4].Op = HypercallNumber.XenVersion;
        HypercallResult result = xen.Multicall(calls);
        bool goesOn = calls[0].Result == calls[4].Result && calls[0].Result > 0;
        bool fails = calls[1].Result == -(long)XenErrno.ENOSYS && calls[2].Result == -(long)XenErrno.EFAULT && calls[3].Result == -(long)XenErrno.EINVAL;
        Table.Effect(call, "five calls: xen_version, none, a bad pointer, a multicall, xen_version"u8, result, "each has its answer: the version, -38, -14, -22, the version"u8, goesOn && fails);
        Table.Answer(call, "no calls"u8, xen.Multicall(default), Table.Done);
        Table.Refusal(call, "a list at address 8"u8, xen.Multicall(new GuestPointer64<MulticallEntry>(8), 1), XenErrno.EFAULT);
    }

    private static bool IsZero(ReadOnlySpan<byte> bytes)
    {
        byte any = 0;
        foreach (byte value in bytes)
            any |= value;
        return any == 0;
    }

    [InlineArray(Room)]
    private struct Text
    {
        private byte _first;

        [System.Diagnostics.CodeAnalysis.UnscopedRef]
        internal ReadOnlySpan<byte> Bytes => this;
    }
}
