using System.Text.RegularExpressions;

namespace XenSdk.Build.Tests;

/// <summary>The samples build without a warning, and their programs do what they tell about.</summary>
public sealed class SampleTests
{
    [Fact]
    public void The_custom_header_s_hypercall_reaches_the_hypervisor_with_its_struct()
    {
        using var consumer = Consumer.Create();
        Assert.Empty(consumer.Build().Succeeded().Warnings);

        string transcript = consumer.RunProgram();

        Assert.Contains("struct heartbeat: 24 bytes on x86_64 and arm64, 20 on x86_32.", transcript);
        Assert.Contains("heartbeat_op to Xen as it is: -ENOSYS (38)", transcript);
        Assert.Contains("heartbeat_op to our Xen: 0", transcript);
        Assert.Contains("after three beats: period 500 ms, missed 0, last beat at 1500 ms.", transcript);
        Assert.Contains("a period of 60001 ms: -EINVAL (22)", transcript);
    }

    [Fact]
    public void The_analyzers_for_trimming_and_native_compilation_are_on_and_fail_the_build()
    {
        using var consumer = Consumer.Create();
        consumer.Write("Reflection.cs", """
            internal static class Reflection
            {
                public static object? Trimmed(string name) => Activator.CreateInstance(Type.GetType(name)!);

                public static Type NotNative(Type item) => typeof(List<>).MakeGenericType(item);
            }
            """);

        BuildLog build = consumer.Build();

        build.FailedWith("IL2057");
        build.FailedWith("IL3050");
    }

    [Theory]
    [InlineData("custom-header")]
    [InlineData("dom0")]
    public void No_sample_allows_unsafe_code(string sample)
        => Assert.All(
            Directory.GetFiles(Path.Combine(Repository.Root, "samples", sample), "*.cs*"),
            file => Assert.DoesNotMatch(new Regex("AllowUnsafeBlocks|\\bunsafe\\b"), File.ReadAllText(file)));
}
