namespace XenSdk.Build.Tests;

/// <summary>What a change of the header does, and what no change does not.</summary>
public sealed class RegenerationTests
{
    [Fact]
    public void A_struct_a_macro_and_a_hypercall_added_to_the_header_can_be_used()
    {
        using var consumer = Consumer.Create();
        consumer.Build().Succeeded();

        consumer.Replace("xen.h", "struct heartbeat {", """
            #define LANTERN_MAX_BRIGHTNESS 0x123456789ULL

            struct lantern {
            uint8_t colour;
            uint64_t lit_since;
            };

            struct heartbeat {
            """);
        consumer.Replace("xen.h", "#define __HYPERVISOR_heartbeat_op         47", """
            #define __HYPERVISOR_lantern_op           46
            #define __HYPERVISOR_heartbeat_op         47
            """);
        consumer.Replace("overrides.json", "\"heartbeat_op\": {", """
            "lantern_op": { "modes": ["pv"], "prototype": "int lantern_op(struct lantern *light, unsigned int brightness)" },
            "heartbeat_op": {
            """);
        consumer.Write("Program.cs", """
            using System.Runtime.CompilerServices;
            using CustomHeader;
            using XenSdk;
            using XenSdk.Simulation;

            using var xen = SimulatedXen.Start();
            var light = new Lantern { Colour = 3, LitSince = 9 };
            var error = xen.Hypercalls.LanternOp(ref light, 5).Error;
            ulong macro = XenConstantsAdditions.LanternMaxBrightness;
            Console.WriteLine($"{Unsafe.SizeOf<Lantern>()} {macro:x} {xen.Calls.Last.Number} {xen.Calls.Last.Registers.Rsi} {error}");
            """);
        consumer.Build().Succeeded();

        // 16 bytes by C's rules; the macro's value; the call's number and second argument; what Xen says to an unknown call.
        Assert.Equal("16 123456789 46 5 ENOSYS", consumer.RunProgram().Trim());
    }

    [Fact]
    public void Touching_nothing_runs_neither_reader_nor_compiler()
    {
        using var consumer = Consumer.Create();
        BuildLog first = consumer.Build().Succeeded();
        Assert.Equal((1, 1), (first.ReaderRuns, first.CompilerRuns));

        BuildLog second = consumer.Build().Succeeded();
        Assert.Equal((0, 0), (second.ReaderRuns, second.CompilerRuns));
        Assert.True(second.WasUpToDate("XenSdkReadHeader"));
        Assert.True(second.WasUpToDate("CoreCompile"));
    }

    [Theory]
    [InlineData("xen.h")]
    [InlineData("overrides.json")]
    public void A_touched_file_is_read_once_and_never_again_and_nothing_is_compiled(string file)
    {
        using var consumer = Consumer.Create();
        consumer.Build().Succeeded();

        consumer.Touch(file);
        BuildLog touched = consumer.Build().Succeeded();
        BuildLog after = consumer.Build().Succeeded();

        Assert.Equal((1, 0), (touched.ReaderRuns, touched.CompilerRuns));
        Assert.Equal((0, 0), (after.ReaderRuns, after.CompilerRuns));
    }

    [Fact]
    public void A_model_that_was_deleted_is_made_again()
    {
        using var consumer = Consumer.Create();
        consumer.Build().Succeeded();
        File.Delete(Directory.GetFiles(consumer.Folder, "xen.x86_32.xenabi", SearchOption.AllDirectories).Single());

        Assert.Equal(1, consumer.Build().Succeeded().ReaderRuns);
        Assert.Contains("xen.x86_32.xenabi", consumer.Models());
        Assert.Equal(0, consumer.Build().Succeeded().ReaderRuns);
    }

    [Fact]
    public void A_changed_comment_changes_documentation_and_nothing_else()
    {
        using var consumer = Consumer.Create();
        consumer.EmitGeneratedFiles();
        consumer.Build().Succeeded();
        IReadOnlyDictionary<string, string> before = consumer.GeneratedFiles();

        consumer.Replace("xen.h", "periods without a beat.  ", "periods gone by in silence.");
        BuildLog build = consumer.Build().Succeeded();
        IReadOnlyDictionary<string, string> after = consumer.GeneratedFiles();

        Assert.Equal(1, build.ReaderRuns);
        Assert.Contains(after.Values, text => text.Contains("periods gone by in silence."));
        Assert.Equal(WithoutDocumentation(before), WithoutDocumentation(after));
    }

    [Fact]
    public void An_included_file_an_option_and_the_tool_are_inputs_too()
    {
        using var consumer = Consumer.Create();
        consumer.Write("include/site.h", "#define SITE_NUMBER 1\n");
        consumer.Replace("xen.h", "#include <asm/xen/interface.h>", "#include <asm/xen/interface.h>\n#include <site.h>");
        consumer.Replace("CustomHeader.csproj", "Targets=", "IncludePaths=\"include\" Targets=");
        consumer.Build().Succeeded();

        consumer.Write("include/site.h", "#define SITE_NUMBER 2\n");
        Assert.Equal(1, consumer.Build().Succeeded().ReaderRuns);

        consumer.Replace("CustomHeader.csproj", "IncludePaths=", "Defines=\"SITE=1\" IncludePaths=");
        Assert.Equal(1, consumer.Build().Succeeded().ReaderRuns);

        string tool = CopyTool(consumer);
        consumer.SetProperty("XenSdkToolFolder", tool);
        Assert.Equal(1, consumer.Build().Succeeded().ReaderRuns);
        consumer.Touch(Path.Combine(tool, "XenSdk.Reader.dll"));
        Assert.Equal(1, consumer.Build().Succeeded().ReaderRuns);
        Assert.Equal(0, consumer.Build().Succeeded().ReaderRuns);
    }

    [Fact]
    public void A_file_that_now_stands_before_another_in_the_search_path_is_read()
    {
        using var consumer = Consumer.Create();
        consumer.EmitGeneratedFiles();
        consumer.Write("first/empty.h", "");
        consumer.Write("second/site.h", "struct site { uint32_t number; };\n");
        consumer.Replace("xen.h", "struct heartbeat {", "#include <site.h>\nstruct heartbeat {");
        consumer.Replace("CustomHeader.csproj", "Targets=", "IncludePaths=\"first;second\" Targets=");
        consumer.Build().Succeeded();
        Assert.Equal(0, consumer.Build().Succeeded().ReaderRuns);

        consumer.Write("first/site.h", "struct site { uint32_t number; uint32_t storeys; };\n");
        Assert.Equal(1, consumer.Build().Succeeded().ReaderRuns);
        Assert.Contains(consumer.GeneratedFiles().Values, text => text.Contains("Storeys"));

        File.Delete(consumer.PathOf("first/site.h"));
        Assert.Equal(1, consumer.Build().Succeeded().ReaderRuns);
        Assert.DoesNotContain(consumer.GeneratedFiles().Values, text => text.Contains("Storeys"));
        Assert.Equal(0, consumer.Build().Succeeded().ReaderRuns);
    }

    private static SortedDictionary<string, string> WithoutDocumentation(IReadOnlyDictionary<string, string> files)
        => new(files.ToDictionary(file => file.Key, file => string.Join('\n', file.Value.Split('\n').Where(line => !line.TrimStart().StartsWith("///", StringComparison.Ordinal)))));

    private static string CopyTool(Consumer consumer)
    {
        string version = Path.GetFileNameWithoutExtension(Repository.Package("XenSdk"))["XenSdk.".Length..];
        string tool = Path.Combine(Repository.ConsumerPackages, "xensdk", version, "tools", "xensdk");
        string copy = consumer.PathOf("tool/");
        foreach (string file in Directory.GetFiles(tool, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(copy, Path.GetRelativePath(tool, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }
}
