using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace XenSdk.Tests.Memory;

/// <summary>Calls that mix two things up do not compile; the same with the right things do.</summary>
public sealed class WrongCallTests
{
    // What a snippet can use: one value of each kind, and Xen from three kinds of guest.
    private const string Frame = """
        using System;
        using XenSdk;

        static unsafe class Snippet<TPv, THvm, TArm>
            where TPv : struct, IPvPath
            where THvm : struct, IHvmPath
            where TArm : struct, IArmPath
        {
            static void Use(
                MachineAddress address, MachineFrame frame, PseudoPhysicalFrame pfn, Pte pte, GuestPointer64 virt,
                GuestPointer64<CpuMap> vcpus, DomainId domain, EventPort port, EventChannels channels, VcpuEvents vcpu,
                Hypercalls<TPv> pv, Hypercalls<THvm> hvm, Hypercalls<TArm> arm)
            {
                SNIPPET;
            }
        }
        """;

    [Theory]
    // A frame is not an address, and a guest's own frame not the machine's.
    [InlineData("MmuUpdates.Write(address, pte)", "MmuUpdates.Write(frame, pte)")]
    [InlineData("MmuUpdates.Write(address, pte)", "MmuUpdates.Write(0x1000, pte)")]
    [InlineData("MmuUpdates.Write(address, Pte.Map(frame, PteFlags.Present))", "MmuUpdates.Write(address, frame)")]
    [InlineData("MmuUpdates.UpdateMachineToPhysical(frame, pfn)", "MmuUpdates.UpdateMachineToPhysical(pfn, frame)")]
    [InlineData("Pte.Map(frame, PteFlags.Present)", "Pte.Map(pfn, PteFlags.Present)")]
    [InlineData("Pte.Map(frame, PteFlags.Present)", "Pte.Map(address, PteFlags.Present)")]
    [InlineData("Pte.Map(frame, PteFlags.Present)", "Pte.Map(frame, 1)")]
    [InlineData("frame = address.Frame", "frame = address")]
    [InlineData("frame = new MachineFrame(pfn.Number)", "frame = pfn")]
    [InlineData("address = frame.Address", "address = frame")]
    // A command that is about a frame takes no virtual address, and the other way round.
    [InlineData("MmuExtOps.PinL4Table(frame)", "MmuExtOps.PinL4Table(virt)")]
    [InlineData("MmuExtOps.NewBasePointer(frame)", "MmuExtOps.NewBasePointer(pfn)")]
    [InlineData("MmuExtOps.InvlpgLocal(virt)", "MmuExtOps.InvlpgLocal(address)")]
    [InlineData("MmuExtOps.InvlpgMulti(virt, vcpus)", "MmuExtOps.InvlpgMulti(vcpus.Address, virt)")]
    [InlineData("MmuExtOps.TlbFlushMulti(vcpus)", "MmuExtOps.TlbFlushMulti(virt)")]
    [InlineData("MmuExtOps.TlbFlushAll()", "MmuExtOps.TlbFlushAll(vcpus)")]
    [InlineData("MappingFlush.TlbOn(vcpus)", "MappingFlush.TlbOn(virt)")]
    // A domain is not a number, and a port is neither.
    [InlineData("ForeignDomain.Of(domain)", "ForeignDomain.Of(5)")]
    [InlineData("ForeignDomain.Of(domain, DomainId.Self)", "ForeignDomain.Of(port, DomainId.Self)")]
    [InlineData("channels.Mask(port)", "channels.Mask(7)")]
    [InlineData("channels.Unmask(port, vcpu)", "channels.Unmask(port)")]
    [InlineData("pv.UnmaskEventChannel(port)", "pv.UnmaskEventChannel(Virq.Timer)")]
    // Only a PV guest writes page tables through Xen.
    [InlineData("pv.UpdateVaMapping(virt, pte, MappingFlush.None)", "hvm.UpdateVaMapping(virt, pte, MappingFlush.None)")]
    [InlineData("pv.UpdateVaMapping(virt, pte, MappingFlush.None)", "arm.UpdateVaMapping(virt, pte, MappingFlush.None)")]
    [InlineData("pv.UpdateVaMapping(virt, pte, MappingFlush.None)", "pv.UpdateVaMapping(virt, pte, UvmFlags.None)")]
    [InlineData("pv.UpdateVaMapping(virt, pte, MappingFlush.None)", "pv.UpdateVaMapping(address, pte, MappingFlush.None)")]
    public void The_right_call_compiles_and_the_wrong_one_does_not(string right, string wrong)
    {
        Assert.Empty(ErrorsOf(right));
        Assert.NotEmpty(ErrorsOf(wrong));
    }

    private static Diagnostic[] ErrorsOf(string snippet)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(
            Frame.Replace("SNIPPET", snippet, StringComparison.Ordinal), cancellationToken: TestContext.Current.CancellationToken);
        var compilation = CSharpCompilation.Create(
            "Snippet",
            [tree],
            References.Value,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        return [.. compilation.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
    }

    private static readonly Lazy<MetadataReference[]> References = new(() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path))]);
}
