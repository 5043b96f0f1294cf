using System.Reflection;
using XenSdk.Abi;
using static XenSdk.Generator.Tests.Sample;

namespace XenSdk.Generator.Tests;

public class PlacementTests
{
    private static readonly AbiRecord s_pair = Struct("pair", 16, 8, Field("a", U64, 0, 8), Field("b", U64, 8, 8));
    private static readonly AbiRecord s_narrowPair = Struct("pair", 16, 4, Field("a", U64, 0, 8, 4), Field("b", U64, 8, 8, 4));
    private static readonly AbiRecord s_bytes = Struct("bytes", 4, 1, Field("data", Array(U8, 4), 0, 4, 1));

    private static IEnumerable<string> Types(params AbiModel[] models)
    {
        Assembly assembly = Generation.Of(models).Run().Load();
        foreach (AbiModel model in models)
            RunningLayout.AssertIsThatOf(model, assembly, $"Sample.{model.Target.Scope}", "Sample");
        return assembly.GetTypes().Where(type => type is { IsNested: false, IsPublic: true }).Select(type => type.FullName!["Sample.".Length..]).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void What_the_64_bit_targets_agree_on_stands_in_the_root() =>
        Assert.Equal(["Pair"], Types(Model(AbiTarget.X86_64, s_pair), Model(AbiTarget.Arm64, s_pair)));

    [Fact]
    public void What_they_do_not_agree_on_stands_in_their_own_namespaces() =>
        Assert.Equal(["Arm64.Pair", "X86_64.Pair"], Types(
            Model(AbiTarget.X86_64, s_pair), Model(AbiTarget.Arm64, Struct("pair", 8, 8, Field("a", U64, 0, 8)))));

    [Fact]
    public void What_only_one_of_them_has_stands_in_its_namespace() =>
        Assert.Equal(["Pair", "X86_64.Bytes"], Types(Model(AbiTarget.X86_64, s_pair, s_bytes), Model(AbiTarget.Arm64, s_pair)));

    [Fact]
    public void The_only_64_bit_target_has_the_root() => Assert.Equal(["Pair"], Types(Model(AbiTarget.X86_64, s_pair)));

    [Fact]
    public void A_32_bit_target_alone_has_its_own_namespace() => Assert.Equal(["X86_32.Pair"], Types(Model(AbiTarget.X86_32, s_narrowPair)));

    [Fact]
    public void A_32_bit_target_repeats_only_what_differs() =>
        Assert.Equal(["Bytes", "Pair", "X86_32.Pair"], Types(
            Model(AbiTarget.X86_64, s_pair, s_bytes), Model(AbiTarget.X86_32, s_narrowPair, s_bytes), Model(AbiTarget.Arm32, s_pair, s_bytes)));

    [Fact]
    public void A_struct_that_holds_one_that_differs_differs_too()
    {
        AbiRecord wide = Struct("holder", 8, 8, Field("inner", Named("struct inner"), 0, 8));
        AbiRecord pointing = Struct("pointing", 8, 8, Field("inner", Pointer(Named("struct inner")), 0, 8));
        Assert.Equal(
            ["Arm64.Holder", "Arm64.Inner", "Arm64.Pointing", "X86_64.Holder", "X86_64.Inner", "X86_64.Pointing"],
            Types(
                Model(AbiTarget.X86_64, Struct("inner", 8, 8, Field("a", U64, 0, 8)), wide, pointing),
                Model(AbiTarget.Arm64, Struct("inner", 8, 8, Field("b", U64, 0, 8)), wide, pointing)));
    }

    [Fact]
    public void A_difference_reaches_every_struct_around_it_wherever_that_is_declared()
    {
        AbiRecord outer = Struct("outer", 8, 8, Field("middle", Named("struct middle"), 0, 8));
        AbiRecord middle = Struct("middle", 8, 8, Field("inner", Named("struct inner"), 0, 8));
        Assert.Equal(
            ["Arm64.Inner", "Arm64.Middle", "Arm64.Outer", "X86_64.Inner", "X86_64.Middle", "X86_64.Outer"],
            Types(
                Model(AbiTarget.X86_64, outer, middle, Struct("inner", 8, 8, Field("a", U64, 0, 8))),
                Model(AbiTarget.Arm64, outer, middle, Struct("inner", 8, 8, Field("b", U64, 0, 8)))));
    }

    [Fact]
    public void A_32_bit_struct_that_holds_one_that_differs_differs_too()
    {
        AbiRecord Holder(int align) => Struct("holder", 20, 4, Field("id", U32, 0, 4), Field("pair", Named("struct pair"), 4, 16, align));
        AbiRecord wideHolder = Struct("holder", 24, 8, Field("id", U32, 0, 4), Field("pair", Named("struct pair"), 8, 16, 8));
        Assert.Equal(["Holder", "Pair", "X86_32.Holder", "X86_32.Pair"], Types(
            Model(AbiTarget.X86_64, s_pair, wideHolder), Model(AbiTarget.X86_32, s_narrowPair, Holder(4))));
    }

    [Fact]
    public void An_enum_that_differs_takes_its_structs_with_it()
    {
        AbiRecord record = Struct("s", 4, 4, Field("e", U32, 0, 4) with { EnumName = "E" });
        Assert.Equal(["Arm64.E", "Arm64.S", "X86_64.E", "X86_64.S"], Types(
            Model(AbiTarget.X86_64, record).With(Enum("E", AbiScalarKind.U32, ("E_A", "A", 1))),
            Model(AbiTarget.Arm64, record).With(Enum("E", AbiScalarKind.U32, ("E_A", "A", 2)))));
    }

    [Fact]
    public void Constants_follow_the_same_rule()
    {
        static AbiModel Of(AbiTarget target, ulong max, AbiScalarKind kind) => Model(target).With(Constant("SAME", AbiScalarKind.S32, 1), Constant("MAX", kind, max));
        Assembly assembly = Generation.Of(
            Of(AbiTarget.X86_64, 32, AbiScalarKind.U64), Of(AbiTarget.Arm64, 1, AbiScalarKind.U64),
            Of(AbiTarget.X86_32, 32, AbiScalarKind.U32), Of(AbiTarget.Arm32, 1, AbiScalarKind.U32)).Run().Load();
        Assert.Equal(
            ["Arm32: Max=1", "Arm64: Max=1", "Sample: Same=1", "X86_32: Max=32", "X86_64: Max=32"],
            assembly.GetTypes().Where(type => type.Name == "XenConstantsAdditions")
                .Select(type => $"{type.Namespace!.Split('.').Last()}: {string.Join(",", type.GetFields().Select(field => $"{field.Name}={field.GetRawConstantValue()}"))}")
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_stub_finds_a_struct_of_its_targets_namespace()
    {
        AbiHypercall call = Call(1, "set", AbiModes.Pv, Parameter("traps", Pointer(Named("struct bytes"), isConst: true)));
        Assembly assembly = Generation.Of(
            Model(AbiTarget.X86_64, s_pair, s_bytes).With(call),
            Model(AbiTarget.Arm64, s_pair).With(call with { Origin = AbiPrototypeOrigin.None, Modes = AbiModes.None, Parameters = default })).Run().Load();
        Assert.Contains(assembly.GetType("Sample.HypercallStubs")!.GetMethods(), method => method.Name == "Set"
            && method.GetParameters()[1].ParameterType.GetElementType() == assembly.GetType("Sample.X86_64.Bytes"));
    }

    [Fact]
    public void The_order_of_the_files_is_of_no_account()
    {
        AbiModel[] models = [Model(AbiTarget.X86_64, s_pair), Model(AbiTarget.Arm64, s_pair), Model(AbiTarget.X86_32, s_narrowPair)];
        Assert.Equal(Generation.Of(models).Run().AllText, Generation.Of([.. models.Reverse()]).Run().AllText);
    }

    [Fact]
    public void An_item_can_name_its_namespace()
    {
        static ModelText File(AbiModel model, string space) => new($"/project/{space}.xenabi", AbiModelText.Write(model))
        {
            Metadata = System.Collections.Immutable.ImmutableDictionary<string, string>.Empty.Add("build_metadata.AdditionalFiles.XenSdkNamespace", space),
        };
        Generation generation = Generation.Of() with { Files = [File(Model(AbiTarget.X86_64, s_pair), "First.Abi"), File(Model(AbiTarget.X86_64, s_pair), "Second")] };
        Assembly assembly = generation.Run().Load();
        Assert.NotNull(assembly.GetType("First.Abi.Pair"));
        Assert.NotNull(assembly.GetType("Second.Pair"));
    }

    [Theory]
    [InlineData("My-Tool", "My_Tool.Pair")]
    [InlineData("3d.new", "_3d.new.Pair")]
    [InlineData("", "XenAbi.Pair")]
    public void The_projects_namespace_is_made_one_of_CSharp(string rootNamespace, string expected) =>
        Assert.NotNull(Generation.Of(Model(AbiTarget.X86_64, s_pair)).WithProperty("build_property.RootNamespace", rootNamespace).Run().Load().GetType(expected));

    [Fact]
    public void Several_headers_share_what_they_both_say()
    {
        AbiModel xen = Model(AbiTarget.X86_64, s_pair, s_bytes);
        AbiModel sched = Model(AbiTarget.X86_64, s_pair, Struct("sched", 8, 8, Field("x", U64, 0, 8)));
        sched = sched with { Source = sched.Source with { Header = "sched.h" } };
        Assert.Equal(["Bytes", "Pair", "Sched"], Types(xen, sched));
    }

    [Fact]
    public void Several_headers_that_contradict_each_other_are_an_error()
    {
        AbiModel other = Model(AbiTarget.X86_64, Struct("pair", 8, 8, Field("a", U64, 0, 8)));
        other = other with { Source = other.Source with { Header = "other.h" } };
        Assert.Equal(["XEN1008"], Generation.Of(Model(AbiTarget.X86_64, s_pair), other).Run().Ids);
    }
}
