using System.Reflection;
using Microsoft.CodeAnalysis;
using XenSdk.Abi;
using static XenSdk.Generator.Tests.Sample;

namespace XenSdk.Generator.Tests;

public class StubTests
{
    /// <summary>A path that writes down what reaches it.</summary>
    private const string Recorder = """
        using System;
        using System.Collections.Generic;
        using System.Diagnostics.CodeAnalysis;
        using System.Linq;
        using Sample;
        using XenSdk;

        public readonly struct Recorder : IPvPath, IHvmPath, IArmPath
        {
            public static readonly List<ulong> Words = new();
            public static Func<ulong[], long> Xen = _ => 0;
            public static bool LendsMemory => false;
            public static bool CutsResults => false;
            public bool TryLend(nuint length, out LentMemory memory) { memory = default; return false; }
            public void TakeBack(LentMemory memory) { }
            private static long Record(params ulong[] words) { Words.Clear(); Words.AddRange(words); return Xen(words); }
            public long Call(uint number) => Record(number);
            public long Call(uint number, ulong a1) => Record(number, a1);
            public long Call(uint number, ulong a1, ulong a2) => Record(number, a1, a2);
            public long Call(uint number, ulong a1, ulong a2, ulong a3) => Record(number, a1, a2, a3);
            public long Call(uint number, ulong a1, ulong a2, ulong a3, ulong a4) => Record(number, a1, a2, a3, a4);
            public long Call(uint number, ulong a1, ulong a2, ulong a3, ulong a4, ulong a5) => Record(number, a1, a2, a3, a4, a5);
            [DoesNotReturn] public void Jump(uint number, ulong frame) { Record(number, frame); throw new InvalidOperationException("jumped"); }
        }

        """;

    private static readonly AbiRecord s_pair = Struct("pair", 16, 8, Field("ptr", U64, 0, 8), Field("val", U64, 8, 8));

    private static object? Run(AbiModel model, string body) => Generation.Of(model)
        .WithCode(Recorder + $$"""
            public static class Program
            {
                private static readonly Hypercalls<Recorder> xen = new(default);
                private static string Last => string.Join(" ", Recorder.Words);
                public static unsafe object? Run() { {{body}} }
            }
            """)
        .AllowingUnsafe().Run().Load().GetType("Program")!.GetMethod("Run")!.Invoke(null, null);

    private static AbiModel Calls(params AbiHypercall[] calls) => Model(AbiTarget.X86_64, s_pair).With(calls);

    [Theory]
    [InlineData(0, "", "40")]
    [InlineData(1, "1", "41 1")]
    [InlineData(2, "1, 2", "42 1 2")]
    [InlineData(3, "1, 2, 3", "43 1 2 3")]
    [InlineData(4, "1, 2, 3, 4", "44 1 2 3 4")]
    [InlineData(5, "1, 2, 3, 4, 5", "45 1 2 3 4 5")]
    public void The_number_and_each_argument_arrive_in_order(int arity, string arguments, string expected)
    {
        AbiParameter[] parameters = Enumerable.Range(1, arity).Select(i => Parameter($"p{i}", U64)).ToArray();
        Assert.Equal(expected, Run(Calls(Call(40 + arity, "op", AbiModes.Pv, parameters)), $"xen.Op({arguments}); return Last;"));
    }

    [Theory]
    [InlineData(AbiScalarKind.S32, "-1", "18446744073709551615")]
    [InlineData(AbiScalarKind.S64, "-2", "18446744073709551614")]
    [InlineData(AbiScalarKind.S16, "-1", "18446744073709551615")]
    [InlineData(AbiScalarKind.S8, "-1", "18446744073709551615")]
    [InlineData(AbiScalarKind.U32, "uint.MaxValue", "4294967295")]
    [InlineData(AbiScalarKind.U16, "ushort.MaxValue", "65535")]
    [InlineData(AbiScalarKind.U8, "byte.MaxValue", "255")]
    [InlineData(AbiScalarKind.U64, "ulong.MaxValue", "18446744073709551615")]
    [InlineData(AbiScalarKind.Bool, "true", "1")]
    [InlineData(AbiScalarKind.Char, "(byte)'x'", "120")]
    public void A_number_is_extended_by_its_sign(AbiScalarKind kind, string argument, string expected) =>
        Assert.Equal("1 " + expected, Run(Calls(Call(1, "op", AbiModes.Pv, Parameter("x", new AbiScalar(kind)))), $"xen.Op({argument}); return Last;"));

    [Fact]
    public void An_enum_is_extended_as_the_parameter_is()
    {
        // int cmd, stored as uint: C would pass the int.
        AbiModel model = Calls(
                Call(1, "op", AbiModes.Pv, Parameter("cmd", S32) with { EnumName = "Command" }),
                Call(2, "narrow", AbiModes.Pv, Parameter("id", U16) with { EnumName = "Command" }))
            .With(Enum("Command", AbiScalarKind.U32, ("CMD_ALL", "All", uint.MaxValue)));
        Assert.Equal("1 18446744073709551615", Run(model, "xen.Op(Command.All); return Last;"));
        Assert.Equal("2 65535", Run(model, "xen.Narrow(Command.All); return Last;"));
    }

    [Fact]
    public void The_result_is_what_Xen_returned() =>
        Assert.Equal((-38L, true), Run(Calls(Call(1, "op", AbiModes.Pv)), "Recorder.Xen = _ => -38; var result = xen.Op(); return (result.Value, result.IsError);"));

    [Fact]
    public void An_address_is_passed_as_it_is() =>
        Assert.Equal("1 4096 3 8192", Run(
            Calls(Call(1, "op", AbiModes.Pv, Parameter("reqs", Pointer(Named("struct pair"))), Parameter("count", U32), Parameter("any", Pointer(Untyped)))),
            "xen.Op((Pair*)4096, 3, (void*)8192); return Last;"));

    [Fact]
    public void An_array_is_a_span_that_brings_its_length() =>
        Assert.Equal("10 20 1 2 7", Run(
            Calls(Call(1, "update", AbiModes.Pv,
                Parameter("reqs", Pointer(Named("struct pair"), isConst: true), AbiDirection.In, "count"), Parameter("count", U32),
                Parameter("done", Pointer(U32), AbiDirection.Out), Parameter("foreigndom", U32))),
            """
            Recorder.Xen = words =>
            {
                var updates = (Pair*)words[1];
                *(uint*)words[3] = 1;
                Recorder.Words.Clear();
                Recorder.Words.AddRange(new[] { updates[0].Ptr, updates[1].Ptr });
                Recorder.Words.Add(*(uint*)words[3]);
                Recorder.Words.Add(words[2]);
                Recorder.Words.Add(words[4]);
                return 0;
            };
            ReadOnlySpan<Pair> updates = [new() { Ptr = 10 }, new() { Ptr = 20 }];
            xen.Update(updates, out uint done, 7);
            return Last;
            """));

    [Fact]
    public void The_length_may_come_first() =>
        Assert.Equal("18 1 3", Run(
            Calls(Call(18, "text_io", AbiModes.Pv, Parameter("cmd", U32), Parameter("count", U32), Parameter("buffer", Pointer(Text), AbiDirection.InOut, "count"))),
            "Span<byte> text = stackalloc byte[3]; xen.TextIo(1, text); return string.Join(\" \", Recorder.Words.Take(3));"));

    [Fact]
    public void What_Xen_writes_is_seen_by_the_caller() =>
        Assert.Equal((5UL, 6U, 9UL), Run(
            Calls(Call(1, "op", AbiModes.Pv,
                Parameter("inout", Pointer(Named("struct pair")), AbiDirection.InOut), Parameter("out", Pointer(U32), AbiDirection.Out),
                Parameter("in", Pointer(U64, isConst: true)))),
            """
            ulong seen = 0;
            Recorder.Xen = words => { ((Pair*)words[1])->Val = 5; *(uint*)words[2] = 6; seen = *(ulong*)words[3]; return 0; };
            var update = new Pair();
            ulong given = 9;
            xen.Op(ref update, out uint written, in given);
            return (update.Val, written, seen);
            """));

    [Fact]
    public void Memory_without_a_type_takes_any_struct() =>
        Assert.Equal((1UL, 77UL), Run(
            Calls(Call(12, "buffer_op", AbiModes.Pv, Parameter("cmd", U32), Parameter("arg", Pointer(Untyped), AbiDirection.InOut))),
            "Recorder.Xen = words => { ((Pair*)words[2])->Val = 77; return 0; }; var op = new Pair(); xen.BufferOp(1, ref op); return (Recorder.Words[1], op.Val);"));

    [Fact]
    public void An_array_that_nothing_counts_is_a_span_all_the_same() =>
        Assert.Equal(3UL, Run(
            Calls(Call(0, "set_table", AbiModes.Pv, Parameter("traps", Pointer(Named("struct pair"), isConst: true)) with { CType = "const struct pair[]" })),
            "ulong seen = 0; Recorder.Xen = words => { seen = ((Pair*)words[1])[1].Ptr; return 0; }; xen.SetTable([new(), new() { Ptr = 3 }, default]); return seen;"));

    [Fact]
    public void Two_arrays_counted_by_one_parameter_have_addresses_only()
    {
        GenerationResult result = Generation.Of(Calls(Call(1, "op", AbiModes.Pv,
            Parameter("a", Pointer(U32), AbiDirection.In, "n"), Parameter("b", Pointer(U32), AbiDirection.In, "n"), Parameter("n", U32)))).Run();
        Assert.Single(result.Load().GetType("Sample.HypercallStubs")!.GetMethods(), method => method.Name == "Op");
    }

    [Fact]
    public void Iret_jumps_to_its_frame_and_does_not_come_back() =>
        Assert.Equal("jumped: 23 4096", Run(
            Calls(Call(23, "iret", AbiModes.Pv) with { ByStackFrame = true }),
            "try { xen.Iret((void*)4096); return null; } catch (InvalidOperationException e) { return e.Message + \": \" + Last; }"));

    [Fact]
    public void Parameters_may_be_keywords_of_CSharp() =>
        Assert.Equal("1 1 2 3", Run(
            Calls(Call(1, "op", AbiModes.Pv, Parameter("new", U32), Parameter("xen", U32), Parameter("params", U32))),
            "xen.Op(@new: 1, xen: 2, @params: 3); return Last;"));

    [Fact]
    public void A_deprecated_call_says_what_to_use()
    {
        MethodInfo method = Generation.Of(Calls(Call(16, "op", AbiModes.Pv) with { Deprecated = "Use \"event_channel_op\"." })).Run().Load()
            .GetType("Sample.HypercallStubs")!.GetMethod("Op")!;
        Assert.Equal("Use \"event_channel_op\".", method.GetCustomAttribute<ObsoleteAttribute>()!.Message);
    }

    [Fact]
    public void Every_stub_is_inlined()
    {
        AbiModel model = Calls(Call(1, "a", AbiModes.Pv, Parameter("p", Pointer(U32), AbiDirection.Out)), Call(23, "iret", AbiModes.Pv) with { ByStackFrame = true });
        MethodInfo[] methods = Generation.Of(model).Run().Load().GetType("Sample.HypercallStubs")!.GetMethods(BindingFlags.Static | BindingFlags.Public);
        Assert.Equal(3, methods.Length);
        Assert.All(methods, method => Assert.True(method.MethodImplementationFlags.HasFlag(MethodImplAttributes.AggressiveInlining)));
    }

    public static TheoryData<AbiModes, string, bool> Modes { get; } = new()
    {
        { AbiModes.Pv, "IPvPath", true }, { AbiModes.Pv, "IHvmPath", false }, { AbiModes.Pv, "IArmPath", false },
        { AbiModes.Hvm, "IHvmPath", true }, { AbiModes.Hvm, "IPvPath", false }, { AbiModes.Hvm, "IArmPath", false },
        { AbiModes.Arm, "IArmPath", true }, { AbiModes.Arm, "IPvPath", false }, { AbiModes.Arm, "IHvmPath", false },
        { AbiModes.Pv | AbiModes.Hvm, "IPvPath", true }, { AbiModes.Pv | AbiModes.Hvm, "IHvmPath", true }, { AbiModes.Pv | AbiModes.Hvm, "IArmPath", false },
        { AbiModes.Pv | AbiModes.Arm, "IPvPath", true }, { AbiModes.Pv | AbiModes.Arm, "IArmPath", true }, { AbiModes.Pv | AbiModes.Arm, "IHvmPath", false },
        { AbiModes.Pv | AbiModes.Hvm | AbiModes.Arm, "IPvPath", true }, { AbiModes.Pv | AbiModes.Hvm | AbiModes.Arm, "IHvmPath", true },
        { AbiModes.Pv | AbiModes.Hvm | AbiModes.Arm, "IArmPath", true },
    };

    [Theory]
    [MemberData(nameof(Modes))]
    public void A_call_compiles_just_on_the_paths_of_its_guests(AbiModes modes, string path, bool compiles)
    {
        // Modes of x86 and ARM come from the models of both.
        const AbiModes X86 = AbiModes.Pv | AbiModes.Hvm;
        AbiModel x86 = Model(AbiTarget.X86_64).With(Call(1, "op", modes & X86));
        AbiModel arm = Model(AbiTarget.Arm64).With(Call(1, "op", modes & AbiModes.Arm));
        GenerationResult result = Generation.Of(x86, arm)
            .WithCode($"using Sample; using XenSdk; class Program {{ static void Call<T>(Hypercalls<T> xen) where T : struct, {path} => xen.Op(); }}").Run();
        Assert.Empty(result.Diagnostics);
        // CS0315 and CS0314: the type argument does not satisfy the constraint. The compiler says it once.
        Assert.Equal(compiles ? [] : ["CS0314"], result.Compilation.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.Id).Distinct());
    }

    [Fact]
    public void A_call_on_a_path_struct_of_another_guest_does_not_compile() =>
        Assert.Equal(["CS0315"], Generation.Of(Calls(Call(1, "op", AbiModes.Hvm)))
            .WithCode(Recorder.Replace("IPvPath, IHvmPath, IArmPath", "IPvPath", StringComparison.Ordinal)
                + "class Program { static void Run() => new Hypercalls<Recorder>(default).Op(); }").Run()
            .Compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.Id));

    [Fact]
    public void The_prototype_of_x86_64_goes_before_arm64s()
    {
        AbiModel x86 = Model(AbiTarget.X86_64).With(Call(1, "both", AbiModes.Pv, Parameter("wide", U64)), Call(2, "arm_only", AbiModes.None) with { Origin = AbiPrototypeOrigin.None });
        AbiModel arm = Model(AbiTarget.Arm64).With(Call(1, "both", AbiModes.Arm, Parameter("narrow", U32)), Call(2, "arm_only", AbiModes.Arm, Parameter("x", U32)));
        Type stubs = Generation.Of(arm, x86).Run().Load().GetType("Sample.HypercallStubs")!;
        Assert.Equal("wide", stubs.GetMethod("Both")!.GetParameters()[1].Name);
        Assert.Equal("x", stubs.GetMethod("ArmOnly")!.GetParameters()[1].Name);
    }

    [Fact]
    public void A_call_without_a_prototype_is_told_and_gets_no_method()
    {
        GenerationResult result = Generation.Of(Calls(Call(48, "arch_0", AbiModes.None) with { Origin = AbiPrototypeOrigin.None }, Call(1, "op", AbiModes.Pv))).Run();
        Diagnostic told = Assert.Single(result.Diagnostics);
        Assert.Equal(("XEN1012", DiagnosticSeverity.Info), (told.Id, told.Severity));
        Assert.DoesNotContain("Arch0", result.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public void Calls_of_32_bit_targets_alone_get_no_method_and_that_is_told_once()
    {
        AbiHypercall[] calls = [Call(1, "first", AbiModes.Pv, Parameter("wide", U64)), Call(2, "second", AbiModes.Pv), Call(3, "third", AbiModes.Pv), Call(4, "fourth", AbiModes.Pv)];
        GenerationResult result = Generation.Of(
            Model(AbiTarget.X86_32, s_pair).With(calls), Model(AbiTarget.Arm32, s_pair).With(calls[..2])).Run();

        Diagnostic told = Assert.Single(result.Diagnostics);
        Assert.Equal(("XEN1014", DiagnosticSeverity.Warning), (told.Id, told.Descriptor.DefaultSeverity));
        Assert.Equal(("sample.h", 70), (told.Location.GetLineSpan().Path, told.Location.GetLineSpan().StartLinePosition.Line));
        Assert.StartsWith("Hypercalls 'first', 'second', 'third' and 1 more get no method: ", told.GetMessage(), StringComparison.Ordinal);
        Assert.Contains("the header is read for x86_32 and arm32 only", told.GetMessage(), StringComparison.Ordinal);
        Assert.Contains("x86_64 or arm64", told.GetMessage(), StringComparison.Ordinal);
        Assert.DoesNotContain("HypercallStubs", result.AllText, StringComparison.Ordinal);
        Assert.Empty(result.CompilerMessages);
    }

    [Fact]
    public void A_call_that_only_a_32_bit_target_has_gets_no_method_and_that_is_told()
    {
        AbiHypercall both = Call(1, "both", AbiModes.Pv), narrow = Call(2, "narrow", AbiModes.Pv);
        GenerationResult result = Generation.Of(Model(AbiTarget.X86_64).With(both), Model(AbiTarget.X86_32).With(both, narrow)).Run();

        Diagnostic told = Assert.Single(result.Diagnostics);
        Assert.Equal("XEN1014", told.Id);
        Assert.StartsWith("Hypercall 'narrow' gets no method: ", told.GetMessage(), StringComparison.Ordinal);
        Assert.Contains("the header has it for x86_32 only", told.GetMessage(), StringComparison.Ordinal);
        Assert.Contains(" Both<TPath>", result.AllText, StringComparison.Ordinal);
        Assert.DoesNotContain("Narrow", result.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public void A_32_bit_target_s_number_without_a_prototype_is_not_told_as_a_call_without_a_method() =>
        Assert.Empty(Generation.Of(Model(AbiTarget.X86_32).With(Call(48, "arch_0", AbiModes.None) with { Origin = AbiPrototypeOrigin.None })).Run().Diagnostics);

    [Fact]
    public void A_parameter_that_no_register_holds_is_an_error()
    {
        GenerationResult result = Generation.Of(Calls(
            Call(1, "by_value", AbiModes.Pv, Parameter("update", Named("struct pair"))),
            Call(2, "six", AbiModes.Pv, Enumerable.Range(0, 6).Select(i => Parameter($"p{i}", U32)).ToArray()),
            Call(3, "good", AbiModes.Pv))).Run();
        Assert.Equal(["XEN1011", "XEN1011"], result.Ids);
        Assert.Contains("Good<TPath>", result.AllText, StringComparison.Ordinal);
        Assert.Empty(result.CompilerMessages);
    }

    [Fact]
    public void A_number_that_differs_by_target_is_an_error() =>
        Assert.Contains("XEN1008", Generation.Of(
            Model(AbiTarget.X86_64).With(Call(1, "op", AbiModes.Pv)), Model(AbiTarget.Arm64).With(Call(2, "op", AbiModes.Arm))).Run().Ids);
}
