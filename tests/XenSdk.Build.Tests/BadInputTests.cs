namespace XenSdk.Build.Tests;

/// <summary>Every mistake is an MSBuild error with an id, a place and a remedy.</summary>
public sealed class BadInputTests
{
    [Fact]
    public void A_renamed_header_is_XEN0003_in_the_project_that_names_it()
    {
        using var consumer = Consumer.Create();
        consumer.Build().Succeeded();
        File.Move(consumer.PathOf("xen.h"), consumer.PathOf("xen-4.19.h"));

        BuildMessage error = consumer.Build().FailedWith("XEN0003");

        Assert.Equal(consumer.PathOf("CustomHeader.csproj"), error.File);
        Assert.Contains(consumer.PathOf("xen.h"), error.Text);
        Assert.Contains("XenHeader", error.Text);
    }

    [Fact]
    public void Missing_overrides_are_XEN0003_in_the_project_that_names_them()
    {
        using var consumer = Consumer.Create();
        File.Delete(consumer.PathOf("overrides.json"));

        BuildMessage error = consumer.Build().FailedWith("XEN0003");

        Assert.Equal(consumer.PathOf("CustomHeader.csproj"), error.File);
        Assert.Contains(consumer.PathOf("overrides.json"), error.Text);
    }

    [Fact]
    public void A_mistake_in_the_header_has_its_line_and_column_and_leaves_no_model()
    {
        using var consumer = Consumer.Create();
        consumer.Replace("xen.h", "uint32_t missed;", "uint33_t missed;");
        (int line, int column) = PlaceOf(consumer.PathOf("xen.h"), "uint33_t");

        BuildLog build = consumer.Build();

        BuildMessage error = build.FailedWith("XEN1001");
        Assert.Equal((consumer.PathOf("xen.h"), line, column), (error.File, error.Line, error.Column));
        Assert.Contains("uint33_t", error.Text);
        build.FailedWith("XEN0009");
        Assert.Empty(consumer.Models());
        Assert.Equal(0, build.CompilerRuns);
    }

    [Fact]
    public void A_mistake_in_the_overrides_has_its_line_and_column()
    {
        using var consumer = Consumer.Create();
        consumer.Replace("overrides.json", "\"prefix\": \"HEARTBEAT_CMD_\"", "\"prefiks\": \"HEARTBEAT_CMD_\"");
        (int line, int column) = PlaceOf(consumer.PathOf("overrides.json"), "\"prefiks\"");

        BuildMessage error = consumer.Build().FailedWith("XEN1003");

        Assert.Equal((consumer.PathOf("overrides.json"), line, column), (error.File, error.Line, error.Column));
        Assert.Contains("prefiks", error.Text);
    }

    [Fact]
    public void An_override_of_what_the_header_lacks_says_what_may_be_meant()
    {
        using var consumer = Consumer.Create();
        consumer.Replace("overrides.json", "\"heartbeat_op\"", "\"hartbeat_op\"");

        BuildMessage error = consumer.Build().FailedWith("XEN1005");

        Assert.Equal(consumer.PathOf("overrides.json"), error.File);
        Assert.Contains("heartbeat_op", error.Text);
    }

    [Fact]
    public void An_unknown_target_is_XEN0005_and_names_those_that_exist()
    {
        using var consumer = Consumer.Create();
        consumer.Replace("CustomHeader.csproj", "x86_64;x86_32;arm64", "x86_64;riscv64");

        BuildMessage error = consumer.Build().FailedWith("XEN0005");

        Assert.Contains("riscv64", error.Text);
        Assert.Contains("x86_64", error.Text);
        Assert.Contains("arm32", error.Text);
    }

    [Fact]
    public void One_header_twice_in_one_namespace_is_XEN1103()
    {
        using var consumer = Consumer.Create();
        consumer.Replace("CustomHeader.csproj", "<XenHeader ", "<XenHeader Include=\"xen.h\" /><XenHeader ");

        BuildMessage error = consumer.Build().FailedWith("XEN1103");

        Assert.Equal(consumer.PathOf("CustomHeader.csproj"), error.File);
        Assert.Contains("Namespace", error.Text);
    }

    [Fact]
    public void A_changed_header_without_libclang_is_XEN0001_and_says_what_to_install()
    {
        using var consumer = Consumer.Create();
        consumer.Environment["XENSDK_LIBCLANG"] = "/no/libclang.so";

        BuildMessage error = consumer.Build().FailedWith("XEN0001");

        Assert.Contains("apt", error.Text);
        Assert.Contains("libclang", error.Text);
    }

    [Fact]
    public void The_header_that_the_package_was_made_from_needs_no_libclang()
    {
        using var consumer = Consumer.Create();
        File.Copy(Path.Combine(Repository.Root, "abi", "xen.h"), consumer.PathOf("xen.h"), overwrite: true);
        consumer.Replace("CustomHeader.csproj", " Overrides=\"overrides.json\"", "");
        File.Delete(consumer.PathOf("HeartbeatXen.cs"));
        consumer.Write("Program.cs", "System.Console.WriteLine(XenSdk.HypercallNumber.MmuUpdate);");
        consumer.Environment["XENSDK_LIBCLANG"] = "/no/libclang.so";

        BuildLog build = consumer.Build().Succeeded();

        Assert.Equal(1, build.ReaderRuns);
        Assert.Equal(["xen.arm64.xenabi", "xen.x86_32.xenabi", "xen.x86_64.xenabi"], consumer.Models());
        Assert.Equal("MmuUpdate", consumer.RunProgram().Trim());
        Assert.Equal(0, consumer.Build().Succeeded().ReaderRuns);
    }

    [Fact]
    public void A_header_that_is_read_for_32_bits_only_says_that_its_calls_get_no_method()
    {
        using var consumer = Consumer.Create();
        consumer.Replace("CustomHeader.csproj", "Targets=\"x86_64;x86_32;arm64\"", "Targets=\"x86_32\"");
        File.Delete(consumer.PathOf("HeartbeatXen.cs"));
        consumer.Write("Program.cs", "System.Console.WriteLine(System.Runtime.CompilerServices.Unsafe.SizeOf<CustomHeader.X86_32.Heartbeat>());");

        // The sample takes no warnings.
        BuildMessage told = consumer.Build().FailedWith("XEN1014");
        Assert.Equal((consumer.PathOf("xen.h"), PlaceOf(consumer.PathOf("xen.h"), "__HYPERVISOR_heartbeat_op").Line), (told.File, told.Line));
        Assert.Contains("'heartbeat_op' gets no method", told.Text);

        consumer.SetProperty("NoWarn", "XEN1014");
        Assert.Empty(consumer.Build().Succeeded().Warnings);
        Assert.Equal("20", consumer.RunProgram().Trim());
    }

    [Fact]
    public void A_tool_that_cannot_run_is_XEN0008_with_what_it_printed()
    {
        using var consumer = Consumer.Create();
        consumer.Write("tool/xensdk.dll", "no assembly");
        consumer.SetProperty("XenSdkToolFolder", consumer.PathOf("tool/"));

        BuildMessage error = consumer.Build().FailedWith("XEN0008");

        Assert.Contains(consumer.PathOf("tool/xensdk.dll"), error.Text);
    }

    private static (int Line, int Column) PlaceOf(string file, string text)
    {
        string[] lines = File.ReadAllLines(file);
        int line = Array.FindIndex(lines, line => line.Contains(text));
        return (line + 1, lines[line].IndexOf(text, StringComparison.Ordinal) + 1);
    }
}
