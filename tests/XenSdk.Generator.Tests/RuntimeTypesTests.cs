using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using XenSdk.Abi;
using static XenSdk.Generator.Tests.Sample;

namespace XenSdk.Generator.Tests;

/// <summary>A consumer's header against what the runtime was generated from: here the real models of <c>xen.h</c>.</summary>
public class RuntimeTypesTests
{
    private static readonly AbiModel s_xen = XenModels.Of(AbiTarget.X86_64);

    private static Generation Consumer(params AbiModel[] models) => Generation.Of(models) with { Baked = XenModels.All };

    private static AbiModel Changed(string record, Func<AbiRecord, AbiRecord> change) => s_xen with
    {
        Records = s_xen.Records.Select(item => item.Name == record ? change(item) : item).ToEquatableArray(),
    };

    private static AbiRecord Grown(AbiRecord record, int by = 8) => record with
    {
        Size = record.Size + by,
        Fields = record.Fields.Append(Field("added", U64, record.Size, by, 8)).ToEquatableArray(),
    };

    [Fact]
    public void The_runtimes_own_header_adds_nothing()
    {
        GenerationResult result = Consumer([.. XenModels.All]).Run();
        Assert.Empty(result.Diagnostics);
        Assert.Empty(result.Driver.Results.Single().GeneratedSources);
    }

    [Fact]
    public void A_generator_carries_the_models_of_its_runtime() =>
        Assert.Equal(XenModels.All.Select(model => model.Target), BakedModels.Load()!.Plan.Set.Models.Select(model => model.Target));

    [Fact]
    public void Only_what_is_new_is_generated_and_refers_to_the_runtimes_types()
    {
        AbiRecord heartbeat = Struct("heartbeat", 48, 8,
            Field("update", Named("struct mmu_update"), 0, 16, 8), Field("time", Named("struct pvclock_vcpu_time_info"), 16, 32, 1));
        AbiModel model = s_xen with { Records = s_xen.Records.Append(heartbeat).ToEquatableArray() };
        GenerationResult result = Consumer(model).Run();
        Assembly assembly = result.Load();
        Assert.Equal(["Heartbeat"], assembly.GetTypes().Where(type => type.IsPublic).Select(type => type.Name));
        Assert.Equal("XenSdk.MmuUpdate", assembly.GetType("Sample.Heartbeat")!.GetField("Update")!.FieldType.FullName);
        Assert.Same(typeof(NativeNameAttribute).Assembly, assembly.GetType("Sample.Heartbeat")!.GetField("Update")!.FieldType.Assembly);
        RunningLayout.AssertIsThatOf(Model(AbiTarget.X86_64, heartbeat), assembly, "Sample");
    }

    [Fact]
    public void A_type_of_one_architecture_is_found_in_its_namespace()
    {
        AbiModel model = s_xen with { Records = s_xen.Records.Append(Struct("holder", 64, 8, Field("info", Named("struct vcpu_info"), 0, 64, 8))).ToEquatableArray() };
        Assert.Equal("XenSdk.X86_64.VcpuInfo", Consumer(model).Run().Load().GetType("Sample.Holder")!.GetField("Info")!.FieldType.FullName);
    }

    [Fact]
    public void A_type_of_the_users_does_not_come_between()
    {
        AbiModel model = s_xen with { Records = s_xen.Records.Append(Struct("holder", 16, 8, Field("update", Named("struct mmu_update"), 0, 16, 8))).ToEquatableArray() };
        Assembly assembly = Consumer(model).WithCode("namespace Sample { public struct MmuUpdate { public byte Mine; } public struct GuestPointer64 { } }").Run().Load();
        Assert.Equal("XenSdk.MmuUpdate", assembly.GetType("Sample.Holder")!.GetField("Update")!.FieldType.FullName);
        Assert.Equal(16, Measured.Size(assembly.GetType("Sample.Holder")!));
    }

    [Fact]
    public void A_type_that_differs_is_generated_anew_with_a_warning()
    {
        GenerationResult result = Consumer(Changed("struct tmem_op", record => Grown(record))).Run();
        Diagnostic warning = Assert.Single(result.Diagnostics);
        Assert.Equal(("XEN2007", DiagnosticSeverity.Error), (warning.Id, warning.Severity)); // an error by /warnaserror
        Assert.Equal(DiagnosticSeverity.Warning, warning.DefaultSeverity);
        Assert.Contains("public struct TmemOp", result.AllText, StringComparison.Ordinal);
        Assert.Empty(result.CompilerMessages);
    }

    [Theory]
    [InlineData("struct mmu_update")]
    [InlineData("struct multicall_entry")]
    [InlineData("struct mmuext_op")]
    [InlineData("struct start_info")]
    public void A_type_that_the_runtime_speaks_must_not_differ(string record)
    {
        Diagnostic error = Assert.Single(Consumer(Changed(record, item => Grown(item))).Run().Diagnostics);
        Assert.Equal(("XEN2006", DiagnosticSeverity.Error), (error.Id, error.Severity));
        Assert.Contains(record, error.GetMessage(null), StringComparison.Ordinal);
    }

    [Fact]
    public void What_holds_a_type_that_differs_differs_too()
    {
        // One byte less padding at the end: sizes stay, the field is another.
        GenerationResult result = Consumer(Changed("struct arch_vcpu_info", record => record with
        {
            Fields = record.Fields.Select(field => field.Name == "cr2" ? field with { Name = "cr3", CSharpName = "Cr3" } : field).ToEquatableArray(),
        })).Run();
        Assert.Equal(["XEN2006", "XEN2006", "XEN2006"], result.Ids);
        Assert.Equal(
            ["'struct arch_vcpu_info'", "'struct shared_info'", "'struct vcpu_info'"],
            result.Diagnostics.Select(diagnostic => diagnostic.GetMessage(null).Split(" is not")[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_standalone_header_has_every_type_to_itself()
    {
        Generation generation = Consumer(Changed("struct mmu_update", record => Grown(record)));
        GenerationResult result = (generation with
        {
            Files = generation.Files.Select(file => new ModelText(file.Path, file.GetText().ToString())
            {
                Metadata = ImmutableDictionary<string, string>.Empty.Add("build_metadata.AdditionalFiles.XenSdkStandalone", "true"),
            }).ToImmutableArray(),
        }).Run();
        Assembly assembly = result.Load();
        Assert.Equal(24, Measured.Size(assembly.GetType("Sample.MmuUpdate")!));
        Assert.NotNull(assembly.GetType("Sample.TmemOp"));
    }

    [Fact]
    public void A_change_of_words_and_places_is_none()
    {
        AbiModel model = s_xen with
        {
            Records = s_xen.Records.Select(record => record with { Doc = "Other words.", Place = At(999) }).ToEquatableArray(),
            Macros = s_xen.Macros.Select(macro => macro with { Doc = "Other words." }).ToEquatableArray(),
            Hypercalls = s_xen.Hypercalls.Select(call => call with { Doc = "Other words.", CResult = "int32_t" }).ToEquatableArray(),
        };
        GenerationResult result = Consumer(model).Run();
        Assert.Empty(result.Diagnostics);
        Assert.Empty(result.Driver.Results.Single().GeneratedSources);
    }

    [Fact]
    public void Members_that_an_enum_gained_are_values_of_the_runtimes_enum()
    {
        AbiModel model = WithMember(s_xen, "Virq", "VIRQ_ARGO", "Argo", 13);
        Assembly assembly = Consumer(model).WithCode("using Sample; using XenSdk; public static class Program { public static Virq Run() => VirqAdditions.Argo; }").Run().Load();
        Assert.Equal((XenSdk.Virq)13, assembly.GetType("Program")!.GetMethod("Run")!.Invoke(null, null));
        Assert.Null(assembly.GetType("Sample.Virq"));
    }

    [Fact]
    public void A_struct_whose_enum_gained_a_member_is_the_runtimes()
    {
        GenerationResult result = Consumer(WithMember(s_xen, "MmuExtCommand", "MMUEXT_NEW", "New", 21)).Run();
        Assert.Empty(result.Diagnostics);
        Assert.Equal(["Sample.EnumAdditions.g.cs"], result.Driver.Results.Single().GeneratedSources.Select(source => source.HintName));
    }

    [Fact]
    public void What_all_64_bit_targets_add_stands_in_the_root_once()
    {
        AbiModel[] models = XenModels.All.Select(model => WithMember(model, "HypercallNumber", "__HYPERVISOR_new", "New", 60)).ToArray();
        GenerationResult result = Consumer(models).Run();
        Assert.Equal(
            ["Sample.HypercallNumberAdditions", "Sample.X86_32.HypercallNumberAdditions"],
            result.Load().GetTypes().Where(type => type.IsPublic).Select(type => type.FullName!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_enum_with_fewer_members_is_the_runtimes()
    {
        AbiModel model = s_xen with
        {
            Enums = s_xen.Enums.Select(group => group.CSharpName == "Virq" ? group with { Members = group.Members.Take(3).ToEquatableArray() } : group).ToEquatableArray(),
        };
        Assert.Empty(Consumer(model).Run().Driver.Results.Single().GeneratedSources);
    }

    [Fact]
    public void An_enum_whose_values_changed_is_generated_anew_with_a_warning()
    {
        AbiModel model = s_xen with
        {
            Enums = s_xen.Enums.Select(group => group.CSharpName == "Virq"
                ? group with { Members = group.Members.Select(member => member with { Value = member.Value with { Bits = member.Value.Bits + 1 } }).ToEquatableArray() }
                : group).ToEquatableArray(),
        };
        GenerationResult result = Consumer(model).Run();
        Assert.Equal(["XEN2007"], result.Ids);
        Assert.Contains("public enum Virq : uint", result.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public void New_constants_stand_beside_the_runtimes()
    {
        Assembly assembly = Consumer(s_xen.With(Constant("HEARTBEAT_MAX", AbiScalarKind.U32, 60000)))
            .WithCode("using Sample; using XenSdk; public static class Program { public static uint Run() => XenConstantsAdditions.HeartbeatMax + XenConstants.MaxGuestCommandLine; }").Run().Load();
        Assert.Equal(61024U, assembly.GetType("Program")!.GetMethod("Run")!.Invoke(null, null));
        Assert.Equal(["HeartbeatMax"], assembly.GetType("Sample.XenConstantsAdditions")!.GetFields().Select(field => field.Name));
    }

    [Fact]
    public void A_constant_of_another_value_is_told()
    {
        AbiModel model = s_xen with
        {
            Macros = s_xen.Macros.Select(macro => macro.Name == "MAX_GUEST_CMDLINE" ? macro with { Value = macro.Value! with { Bits = 2048 } } : macro).ToEquatableArray(),
        };
        Diagnostic warning = Assert.Single(Consumer(model).Run().Diagnostics);
        Assert.Equal("XEN2007", warning.Id);
        Assert.Contains("'MAX_GUEST_CMDLINE' is 2048 here, and 1024", warning.GetMessage(null), StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_hypercall_is_a_method_beside_the_runtimes()
    {
        AbiModel model = s_xen.With(Call(60, "heartbeat_op", AbiModes.Pv, Parameter("cmd", U32), Parameter("update", Pointer(Named("struct mmu_update")), AbiDirection.InOut)));
        Assembly assembly = Consumer(model).WithCode("""
            using Sample;
            using XenSdk;
            public static class Program
            {
                public static void Run<TPath>(Hypercalls<TPath> xen) where TPath : struct, IPvPath
                {
                    var update = new MmuUpdate();
                    xen.HeartbeatOp(1, ref update);
                    xen.MmuUpdate([update], out uint done, 0);
                }
            }
            """).Run().Load();
        Assert.Equal(["HeartbeatOp", "HeartbeatOp"], assembly.GetType("Sample.HypercallStubs")!.GetMethods(BindingFlags.Static | BindingFlags.Public).Select(method => method.Name));
    }

    [Fact]
    public void A_hypercall_that_changed_is_told()
    {
        AbiModel model = s_xen with
        {
            Hypercalls = s_xen.Hypercalls.Select(call => call.Name == "stack_switch" ? call with { Number = 103 } : call).ToEquatableArray(),
        };
        GenerationResult result = Consumer(model).Run();
        Assert.Equal(["XEN2007"], result.Ids);
        Assert.Contains("StackSwitch<TPath>", result.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hypercall_whose_struct_changed_takes_the_new_one()
    {
        Generation consumer = Consumer(Changed("struct tmem_op", record => Grown(record))) with { Options = Generation.Of().Options.WithGeneralDiagnosticOption(ReportDiagnostic.Default) };
        GenerationResult result = consumer
            .WithCode("using XenSdk; namespace Sample { class Program { static void Run<T>(Hypercalls<T> xen) where T : struct, IPvPath { var op = new TmemOp(); xen.TmemOp(ref op); } } }").Run();
        Assert.Equal(["XEN2007"], result.Ids);
        Assert.DoesNotContain(result.CompilerMessages, message => message.Contains("error", StringComparison.Ordinal));
    }

    [Fact]
    public void A_number_of_the_runtimes_that_has_no_prototype_is_not_told_again() =>
        Assert.Empty(Consumer(s_xen).Run().Diagnostics);

    [Fact]
    public void What_the_runtime_has_methods_for_needs_none_of_a_32_bit_target()
    {
        AbiModel narrow = XenModels.Of(AbiTarget.X86_32);
        Assert.Empty(Consumer(narrow).Run().Diagnostics);

        AbiModel more = narrow.With(Call(1000, "brand_new", AbiModes.Pv));
        Diagnostic told = Assert.Single(Consumer(more).Run().Diagnostics);
        Assert.Equal("XEN1014", told.Id);
        Assert.StartsWith("Hypercall 'brand_new' gets no method: ", told.GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_runtime_itself_is_generated_whole()
    {
        Generation runtime = Consumer([.. XenModels.All]).WithProperty("build_property.XenSdkBuildsRuntime", "true");
        // Compiled against the runtime, whose types these are: the ones in source win, which is CS0436.
        runtime = runtime with { Options = runtime.Options.WithSpecificDiagnosticOptions(new Dictionary<string, ReportDiagnostic> { ["CS0436"] = ReportDiagnostic.Suppress }) };
        GenerationResult result = runtime.Run();
        Assert.All(result.Ids, id => Assert.Equal("XEN1012", id));
        Assert.Empty(result.CompilerMessages);
        Assert.DoesNotContain("global::", result.AllText, StringComparison.Ordinal);
        Assert.Contains("public static class XenConstants\n", result.AllText, StringComparison.Ordinal);
    }

    private static AbiModel WithMember(AbiModel model, string name, string member, string csharpName, ulong value) => model with
    {
        Enums = model.Enums.Select(group => group.CSharpName == name
            ? group with { Members = group.Members.Append(new AbiEnumMember(member, csharpName, new AbiInteger(AbiScalarKind.S32, value), "")).ToEquatableArray() }
            : group).ToEquatableArray(),
    };
}
