namespace XenSdk.RealXen.Tests;

/// <summary>Kernels that ask for something that a guest does not have: the build says what, and where.</summary>
public sealed class LackingTests
{
    [Fact]
    public void A_new_object_is_an_error_at_its_line()
        => AssertFails("NewObject", @"NewObject\.cs\([0-9]+\): error XEN3007: A guest has no heap: .*RhpNewFast");

    [Fact]
    public void A_method_that_the_core_library_lacks_is_an_error_that_names_it_and_who_calls_it()
        => AssertFails("MissingMethod", @"error XEN3006: Kernel\.Describe\(UInt64\) asks for .*String\.Concat");

    [Fact]
    public void An_assembly_that_is_not_there_is_an_error_that_names_it_and_who_uses_it()
        => AssertFails("MissingAssembly", @"error XEN3006: Kernel\.Main\(StartInfo&\) asks for .*'System\.Console'");

    [Fact]
    public void An_exception_is_an_error_that_names_it_and_who_throws_it()
        => AssertFails("Throwing", @"error XEN3006: Kernel\.Main\(StartInfo&\) asks for .*InvalidOperationException");

    [Fact]
    public void An_entry_that_assembly_cannot_call_is_an_error_at_its_place()
        => AssertFails("PrivateEntry", @"PrivateEntry\.cs\(7,25\): error XEN3001: .*make 'Main' internal or public");

    [Fact]
    public void A_handler_with_another_processors_registers_is_an_error_at_its_place()
        => AssertFails("WrongTrap", @"WrongTrap\.cs\(12,26\): error XEN3001: .*'global::Kernel\.OnAbort'.* takes one parameter: ref ArmTrapFrame");

    private static void AssertFails(string kernel, string message)
    {
        (int exitCode, string output) = Command.Run(
            "dotnet",
            "build",
            Repository.PathOf("tests", "XenSdk.RealXen.Tests", "Kernels", "Lacking"),
            "-c",
            "Release",
            "--nologo",
            "-v",
            "quiet",
            $"-p:Kernel={kernel}");

        Assert.NotEqual(0, exitCode);
        Assert.Matches(message, output);
    }
}
