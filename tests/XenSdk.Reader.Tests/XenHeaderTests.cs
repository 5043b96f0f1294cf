using XenSdk.Abi;
using XenSdk.Reader.Tests.Support;

namespace XenSdk.Reader.Tests;

/// <summary>The real header, as everybody uses it.</summary>
public sealed class XenHeaderTests
{
    private static readonly Lazy<HeaderReadResult> Read = new(() => HeaderReader.Read(
        new ReadRequest { Header = Repository.Header, Overrides = [Repository.Overrides] }, [.. AbiTarget.All]));

    public static TheoryData<string> Targets => [.. AbiTarget.All.Select(target => target.Name)];

    [Fact]
    public void It_reads_without_a_word() => Assert.DoesNotContain(Read.Value.Diagnostics, diagnostic => diagnostic.Severity != AbiSeverity.Info);

    [Theory]
    [MemberData(nameof(Targets))]
    public void Every_define_is_accounted_for_once(string target)
    {
        // An independent count: lines that begin with #define, by name.
        string[] names = [.. File.ReadLines(Repository.Header)
            .Where(line => line.StartsWith("#define ", StringComparison.Ordinal))
            .Select(line => line.Split([' ', '('], StringSplitOptions.RemoveEmptyEntries)[1])
            .Distinct()];

        Assert.Equal(127, names.Length);
        Assert.Equal(names, Of(target).Macros.Select(macro => macro.Name));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void All_47_hypercalls_are_there_in_order(string target)
    {
        AbiModel model = Of(target);

        Assert.Equal(47, model.Hypercalls.Count);
        Assert.Equal(model.Hypercalls.Select(call => call.Number).Order(), model.Hypercalls.Select(call => call.Number));
        Assert.DoesNotContain(model.Hypercalls, call => call.Number is 11 or 40 || call.Doc.Length == 0);
    }

    [Theory]
    [InlineData("x86_64", AbiScalarKind.U64)]
    [InlineData("x86_32", AbiScalarKind.U32)]
    [InlineData("arm64", AbiScalarKind.U64)]
    [InlineData("arm32", AbiScalarKind.U32)]
    public void The_flags_of_update_va_mapping_are_as_wide_as_the_targets_long(string target, AbiScalarKind kind)
    {
        Assert.Equal(kind, Of(target).Macro("UVMF_ALL").Value!.Kind);
        Assert.Equal(kind, Of(target).Enum("UvmFlags").Underlying);
    }

    [Theory]
    [InlineData("struct start_info", 1168, 1112, 0, 0)]
    [InlineData("struct shared_info", 3136, 2344, 1088, 1088)]
    [InlineData("struct vcpu_info", 64, 64, 48, 48)]
    [InlineData("struct vcpu_time_info", 32, 32, 32, 32)]
    [InlineData("struct arch_vcpu_info", 16, 24, 0, 0)]
    [InlineData("struct arch_shared_info", 48, 28, 0, 0)]
    [InlineData("struct trap_info", 16, 8, -1, -1)]
    [InlineData("struct cpu_user_regs", 200, 68, -1, -1)]
    [InlineData("struct vcpu_guest_context", 5168, 2800, 352, 352)]
    [InlineData("struct mmu_update", 16, 16, 16, 16)]
    public void Sizes_are_Xens_own(string name, params int[] sizes)
    {
        // tools/include/xen-foreign/reference.size of Xen; start_info is x86's there.
        for (int i = 0; i < sizes.Length; i++)
        {
            AbiRecord? record = Of(AbiTarget.All[i].Name).Records.FirstOrDefault(record => record.Name == name);
            if (sizes[i] < 0)
                Assert.Null(record);
            else if (name != "struct start_info" || i < 2)
                Assert.Equal(sizes[i], record!.Size);
        }
    }

    [Fact]
    public void Mmu_update_has_the_headers_prototype_and_words()
    {
        AbiHypercall call = Of("x86_64").Hypercall("mmu_update");

        Assert.Equal((AbiPrototypeOrigin.Header, AbiModes.Pv), (call.Origin, call.Modes));
        Assert.Equal(["reqs", "count", "done_out", "foreigndom"], call.Parameters.Select(parameter => parameter.Name));
        Assert.Equal((new AbiPointer(new AbiNamed("struct mmu_update"), 64, true, false), "count"), (call.Parameters[0].Type, call.Parameters[0].Count));
        Assert.StartsWith("An array of mmu_update_t structures", call.Parameters[0].Doc);
        Assert.StartsWith("An output parameter", call.Parameters[2].Doc);
        Assert.StartsWith("[15:0]: FD, the expected owner", call.Parameters[3].Doc);
        // What the overrides say comes first, and makes the summary; then the header has its say.
        Assert.StartsWith("Changes page-table entries", call.Doc);
        Assert.Contains("\n\nSub-commands: ptr[1:0]", call.Doc);
        Assert.Contains(" | rsv | rsv | WP | WC |", call.Doc);
        Assert.DoesNotContain("neg_errnoval", call.Doc);
        Assert.StartsWith("Sub-commands: ptr[1:0]", Of("x86_64").Enum("MmuCommand").Doc);
    }

    [Fact]
    public void Mmuext_op_relies_on_Xens_convention_for_typedefs()
    {
        AbiHypercall call = Of("x86_64").Hypercall("mmuext_op");

        Assert.Equal(AbiPrototypeOrigin.Header, call.Origin);
        Assert.Equal((new AbiPointer(new AbiNamed("struct mmuext_op"), 64, false, false), "mmuext_op_t[]"), (call.Parameters[0].Type, call.Parameters[0].CType));
        Assert.Contains("cmd: MMUEXT_FLUSH_CACHE_GLOBAL\n", Of("x86_64").Enum("MmuExtCommand").Doc);
    }

    [Fact]
    public void Words_stand_where_a_reader_of_the_header_would_look_for_them()
    {
        AbiModel model = Of("x86_64");

        Assert.StartsWith("XEN \"SYSTEM CALLS\" (a.k.a. HYPERCALLS).\n\nx86_32: EAX = vector;", model.Enum("HypercallNumber").Doc);
        Assert.Equal("x86 only", Assert.Single(model.Enum("HypercallNumber").Members, member => member.Name == "__HYPERVISOR_iret").Doc);
        Assert.StartsWith("VIRTUAL INTERRUPTS\n\nVirtual interrupts that", model.Enum("Virq").Doc);
        Assert.Equal("Architecture-specific VIRQ definitions.", model.Enum("Virq").Members[^1].Doc);
        Assert.Equal("These flags are passed in the 'flags' field of start_info_t.", model.Enum("StartInfoFlags").Doc);
        Assert.Equal("Idle domain.", Assert.Single(model.Enum("DomainId").Members, member => member.Name == "DOMID_IDLE").Doc);
        Assert.StartsWith("Start-of-day memory layout", model.Record("struct start_info").Doc);
        Assert.StartsWith("Total pages allocated", model.Record("struct start_info").Field("nr_pages").Doc);
        Assert.Equal("for cmd == TMEM_NEW_POOL", model.Record("struct tmem_op").Field("u").Inline().Field("new").Inline().Doc);
        Assert.Equal("Cursor location (column, row).", model.Record("struct dom0_vga_console_info").Field("u").Inline().Field("text_mode_3").Inline().Field("cursor_y").Doc);
        Assert.DoesNotContain(model.Records, record => record.Doc.Contains("64 bytes") || record.Doc.Contains("32 bytes"));
        Assert.DoesNotContain(model.Records, record => record.Doc.Contains("Permission is hereby granted"));
    }

    [Fact]
    public void Handles_frames_and_the_mask_are_what_the_targets_make_of_them()
    {
        AbiField Gmfn(string target) => Of(target).Record("struct tmem_op").Field("u").Inline().Field("gen").Inline().Field("gmfn");

        Assert.Equal(new AbiPointer(Of(AbiScalarKind.Void), 64, false, IsHandle: true), Gmfn("arm32").Type);
        Assert.Equal(new AbiPointer(Of(AbiScalarKind.Void), 32, false, IsHandle: true), Gmfn("x86_32").Type);
        Assert.Equal(new AbiPointer(Of(AbiScalarKind.Void), 32, false, IsHandle: false), Of("arm32").Record("struct mmuext_op").Field("arg2").Inline().Field("vcpumask").Type);
        Assert.Equal(64, Assert.IsType<AbiArray>(Of("arm32").Record("struct shared_info").Field("evtchn_pending").Type).Count);
        Assert.Equal(32, Assert.IsType<AbiArray>(Of("x86_32").Record("struct shared_info").Field("evtchn_pending").Type).Count);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Nothing_of_this_machine_is_in_a_model(string target)
    {
        string text = AbiModelText.Write(Of(target));

        Assert.DoesNotContain(Repository.Root, text);
        Assert.DoesNotContain(AppContext.BaseDirectory, text);
        Assert.DoesNotContain("__xensdk", text);
        Assert.Equal(Of(target), AbiModelText.Read(text, "model").Model);
    }

    private static AbiModel Of(string target) => Read.Value.Models.First(model => model.Target.Name == target);

    private static AbiScalar Of(AbiScalarKind kind) => new AbiScalar(kind);
}
