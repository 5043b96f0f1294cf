using System.Diagnostics;
using XenSdk.Tests.Paths;

namespace XenSdk.Tests.Memory;

/// <summary>
/// What a C compiler makes of xen.h: the bytes of an initialised object. The object goes into a section of its own, which is
/// then taken out of the object file, so that nothing has to be linked or run and 32 bits need no 32-bit system.
/// </summary>
internal static class XenHeaderInC
{
    /// <summary>Where the repository is: the nearest folder above the test program that has the header.</summary>
    internal static string Repository { get; } = FindRepository();

    /// <summary>The bytes of an object on x86_64.</summary>
    /// <param name="declaration">What C declares, such as <c>struct mmu_update it</c>.</param>
    /// <param name="initializer">C's initialiser, such as <c>{ .ptr = 1 }</c>.</param>
    internal static byte[] Bytes(string declaration, string initializer) => Compile(declaration, initializer, "-m64");

    /// <summary>The bytes of an object on x86_32.</summary>
    /// <param name="declaration">What C declares.</param>
    /// <param name="initializer">C's initialiser.</param>
    internal static byte[] Bytes32(string declaration, string initializer) => Compile(declaration, initializer, "-m32");

    /// <summary>The bytes of an object on any target, as clang has it, which compiles for all of them.</summary>
    /// <param name="target">Xen's name of the target.</param>
    /// <param name="declaration">What C declares.</param>
    /// <param name="initializer">C's initialiser.</param>
    internal static byte[] BytesOn(string target, string declaration, string initializer)
    {
        string triple = target switch
        {
            "x86_64" => "x86_64-unknown-linux-gnu",
            "x86_32" => "i386-unknown-linux-gnu",
            "arm64" => "aarch64-unknown-linux-gnu",
            "arm32" => "armv7-unknown-linux-gnueabihf",
            _ => throw new ArgumentOutOfRangeException(nameof(target)),
        };
        return Compile(Clang, ["-target", triple], target.StartsWith("arm", StringComparison.Ordinal) ? "arm" : "x86", declaration, initializer);
    }

    private static string Clang { get; } = new[] { "clang" }.Concat(Enumerable.Range(14, 8).Reverse().Select(version => $"clang-{version}"))
        .FirstOrDefault(static name => Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, name))))
        ?? "clang";

    private static byte[] Compile(string declaration, string initializer, string width) =>
        Compile("gcc", [width], "x86", declaration, initializer);

    private static byte[] Compile(string compiler, string[] target, string companion, string declaration, string initializer)
    {
        string folder = Directory.CreateTempSubdirectory("xensdk-c-").FullName;
        try
        {
            string source = Path.Combine(folder, "it.c");
            string compiled = Path.Combine(folder, "it.o");
            File.WriteAllText(source, $$"""
                #include <xen.h>
                __attribute__((section("wanted"), used)) {{declaration}} = {{initializer}};
                """);
            string abi = Path.Combine(Repository, "abi");
            Run(compiler, [.. target, "-c", "-std=gnu11", "-nostdinc", "-ffreestanding", "-fno-pic", "-Wall", "-Werror",
                $"-I{abi}", $"-I{abi}/include/{companion}", $"-I{abi}/include/common", "-o", compiled, source]);
            return ElfFile.SectionOf(File.ReadAllBytes(compiled), "wanted");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Run(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true };
        try
        {
            using Process process = Process.Start(start)!;
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, $"{program} failed:{Environment.NewLine}{errors}");
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            Assert.Fail($"This test compares with a C compiler, and '{program}' cannot be started ({exception.Message}). "
                + "Install it: apt-get install gcc clang");
        }
    }

    private static string FindRepository()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "abi", "xen.h")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new DirectoryNotFoundException("abi/xen.h is in no folder above the test program.");
    }
}
