using System.Text.Json;

namespace XenSdk.Build.Tests;

/// <summary>What an IDE does: it asks for the compiler's arguments, without building, and expects no errors.</summary>
public sealed class DesignTimeTests
{
    private static readonly string[] _models = ["xen.arm64.xenabi", "xen.x86_32.xenabi", "xen.x86_64.xenabi"];

    [Fact]
    public void A_project_that_was_never_built_gets_its_models()
    {
        using var consumer = Consumer.Create();
        consumer.Dotnet("restore").Succeeded();

        Assert.Equal(_models, ModelsForCompiler(consumer));
    }

    [Fact]
    public void A_header_that_cannot_be_read_is_no_error_and_the_last_models_stay()
    {
        using var consumer = Consumer.Create();
        consumer.Build().Succeeded();

        consumer.Replace("xen.h", "uint32_t missed;", "uint32_t missed");
        Assert.Equal(_models, ModelsForCompiler(consumer));

        consumer.Build().FailedWith("XEN1001");
    }

    [Fact]
    public void A_header_that_was_never_read_and_cannot_be_is_no_error_either()
    {
        using var consumer = Consumer.Create();
        consumer.Environment["XENSDK_LIBCLANG"] = "/no/libclang.so";
        consumer.Dotnet("restore").Succeeded();
        Assert.Empty(ModelsForCompiler(consumer));

        File.Delete(consumer.PathOf("xen.h"));
        Assert.Empty(ModelsForCompiler(consumer));
    }

    private static string[] ModelsForCompiler(Consumer consumer)
    {
        const string answer = "answer.json", option = "/additionalfile:";
        BuildLog log = consumer.Dotnet(
            "msbuild", "-target:Compile", "-getItem:CscCommandLineArgs", $"-getResultOutputFile:{answer}",
            "-property:DesignTimeBuild=true", "-property:BuildingProject=false",
            "-property:SkipCompilerExecution=true", "-property:ProvideCommandLineArgs=true",
            // What keeps an IDE from being told that the compiler need not run, and so nothing.
            "-property:NonExistentFile=none/none").Succeeded();
        Assert.Empty(log.Errors);
        Assert.Empty(log.Warnings);

        using JsonDocument items = JsonDocument.Parse(File.ReadAllText(consumer.PathOf(answer)));
        return [.. items.RootElement.GetProperty("Items").GetProperty("CscCommandLineArgs").EnumerateArray()
            .Select(item => item.GetProperty("Identity").GetString()!)
            .Where(argument => argument.StartsWith(option, StringComparison.Ordinal))
            .Select(argument => Path.GetFileName(argument[option.Length..]))
            .Order()];
    }
}
