using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using XenSdk.Abi;
using static XenSdk.Generator.Tests.Sample;

namespace XenSdk.Generator.Tests;

/// <summary>The pipeline runs again just where an input of it changed, and keeps nothing of a compilation alive.</summary>
public class IncrementalTests
{
    private static readonly string[] s_steps = typeof(XenAbiGenerator).GetNestedType("Steps", BindingFlags.NonPublic)!
        .GetFields().Select(field => (string)field.GetValue(null)!).ToArray();

    private static Generation Generation => Generation.Of([.. XenModels.All]).WithCode("class C { }");

    private static GeneratorDriver Run(GeneratorDriver driver, Compilation compilation) =>
        driver.RunGenerators(compilation, TestContext.Current.CancellationToken);

    /// <summary>Why each output of a step is what it is, after a second run.</summary>
    private static IEnumerable<IncrementalStepRunReason> Reasons(GeneratorDriver driver, string step) =>
        driver.GetRunResult().Results.Single().TrackedSteps[step].SelectMany(run => run.Outputs).Select(output => output.Reason);

    private static IEnumerable<IncrementalStepRunReason> OutputReasons(GeneratorDriver driver) =>
        driver.GetRunResult().Results.Single().TrackedOutputSteps.Values.SelectMany(runs => runs).SelectMany(run => run.Outputs).Select(output => output.Reason);

    [Fact]
    public void Every_step_is_tracked() =>
        Assert.Equal(s_steps.Order(), Run(Generation.Driver, Generation.Compilation).GetRunResult().Results.Single().TrackedSteps.Keys.Intersect(s_steps).Order());

    [Fact]
    public void An_edit_in_a_CSharp_file_leaves_every_step_cached()
    {
        Generation generation = Generation;
        CSharpCompilation compilation = generation.Compilation;
        GeneratorDriver driver = Run(generation.Driver, compilation);
        SyntaxTree edited = CSharpSyntaxTree.ParseText("class C { int _edited; struct MmuUpdate { } }", Generation.ParseOptions, "Program.cs", cancellationToken: TestContext.Current.CancellationToken);
        driver = Run(driver, compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[0], edited));

        Assert.All(s_steps, step => Assert.All(Reasons(driver, step), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason)));
        Assert.All(OutputReasons(driver), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Fact]
    public void Another_reference_leaves_every_step_cached()
    {
        Generation generation = Generation;
        GeneratorDriver driver = Run(generation.Driver, generation.Compilation);
        driver = Run(driver, generation.Compilation.AddReferences(MetadataReference.CreateFromFile(typeof(Assert).Assembly.Location)));
        Assert.All(s_steps, step => Assert.All(Reasons(driver, step), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason)));
    }

    [Fact]
    public void Options_that_say_the_same_parse_nothing_again()
    {
        Generation generation = Generation;
        GeneratorDriver driver = Run(generation.Driver, generation.Compilation);
        driver = Run(driver.WithUpdatedAnalyzerConfigOptions(new ProjectOptions(generation.Properties.Add("build_property.Other", "1"), generation.Files)), generation.Compilation);
        Assert.Equal([IncrementalStepRunReason.Unchanged], Reasons(driver, "Options"));
        Assert.All(Reasons(driver, "ModelSources"), reason => Assert.Equal(IncrementalStepRunReason.Unchanged, reason));
        Assert.All(s_steps.Except(["Options", "ModelSources"]), step =>
            Assert.All(Reasons(driver, step), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason)));
    }

    [Fact]
    public void A_model_that_was_written_again_with_the_same_text_generates_nothing_again()
    {
        Generation generation = Generation;
        GeneratorDriver driver = Run(generation.Driver, generation.Compilation);
        var again = new ModelText(generation.Files[0].Path, generation.Files[0].GetText(TestContext.Current.CancellationToken).ToString());
        driver = Run(driver.ReplaceAdditionalText(generation.Files[0], again), generation.Compilation);
        Assert.Contains(IncrementalStepRunReason.Unchanged, Reasons(driver, "ModelFiles"));
        Assert.All(new[] { "ModelSets", "Plans", "Emissions", "Sources", "Proofs" }, step =>
            Assert.All(Reasons(driver, step), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason)));
    }

    [Fact]
    public void A_changed_model_changes_only_the_files_that_it_is_in()
    {
        Generation generation = Generation;
        GeneratorDriver driver = Run(generation.Driver, generation.Compilation);
        AbiModel x86 = XenModels.Of(AbiTarget.X86_32);
        AbiModel changed = x86 with { Records = x86.Records.Append(Struct("added", 4, 4, Field("x", U32, 0, 4))).ToEquatableArray() };
        ModelText old = generation.Files.Single(file => file.Path.Contains("x86_32", StringComparison.Ordinal));
        driver = Run(driver.ReplaceAdditionalText(old, new ModelText(old.Path, AbiModelText.Write(changed))), generation.Compilation);

        Assert.Equal(1, Reasons(driver, "ModelFiles").Count(reason => reason == IncrementalStepRunReason.Modified));
        // Of the files, which are the outputs of one step, the one of that target's structs alone is another.
        Assert.Equal(
            ["Sample.X86_32.Structs.g.cs"],
            driver.GetRunResult().Results.Single().TrackedSteps["Sources"].SelectMany(run => run.Outputs)
                .Where(output => output.Reason != IncrementalStepRunReason.Unchanged && output.Reason != IncrementalStepRunReason.Cached)
                .Select(output => ((GeneratedSource)output.Value).HintName));
    }

    [Fact]
    public void No_value_of_the_pipeline_holds_anything_of_a_compilation()
    {
        Generation generation = Generation;
        GeneratorRunResult result = Run(generation.Driver, generation.Compilation).GetRunResult().Results.Single();
        var visited = new HashSet<object>(ReferenceEqualityComparer.Instance);
        int strings = 0;
        foreach (string step in s_steps)
        {
            foreach ((object value, _) in result.TrackedSteps[step].SelectMany(run => run.Outputs))
                Walk(value, step);
        }
        Assert.True(visited.Count > 1000 && strings > 1000);

        void Walk(object? value, string path)
        {
            switch (value)
            {
                case null or Type:
                    return;
                case string:
                    strings++;
                    return;
                case ISymbol or SyntaxNode or SyntaxTree or Compilation or SemanticModel or Location or Diagnostic:
                    Assert.Fail($"{path} holds a {value.GetType()}");
                    return;
                case AdditionalText:
                    return; // the compiler's own input
            }
            Type type = value.GetType();
            if (type.IsPrimitive || type.IsEnum || (!type.IsValueType && !visited.Add(value)))
                return;
            if (value is IEnumerable items)
            {
                foreach (object? item in items)
                    Walk(item, path);
            }
            for (Type? at = type; at is not null; at = at.BaseType)
            {
                foreach (FieldInfo field in at.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                    Walk(field.GetValue(value), $"{path}.{field.Name}");
            }
        }
    }

    [Fact]
    public void Equal_models_give_equal_text()
    {
        string first = Generation.Run().AllText;
        Assert.Equal(first, Generation.Run().AllText);
        using var culture = new OtherCulture();
        Assert.Equal(first, Generation.Run().AllText);
    }

    /// <summary>A culture whose rules for letters and numbers are not the invariant ones.</summary>
    private sealed class OtherCulture : IDisposable
    {
        private readonly System.Globalization.CultureInfo _before = System.Globalization.CultureInfo.CurrentCulture;

        public OtherCulture()
        {
            var culture = (System.Globalization.CultureInfo)System.Globalization.CultureInfo.InvariantCulture.Clone();
            culture.NumberFormat.NegativeSign = "~";
            culture.NumberFormat.NumberDecimalSeparator = "'";
            System.Globalization.CultureInfo.CurrentCulture = culture;
        }

        public void Dispose() => System.Globalization.CultureInfo.CurrentCulture = _before;
    }
}
