using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Xml.Linq;

namespace XenSdk.Build.Tests;

/// <summary>What is in the packages.</summary>
public sealed class PackageTests
{
    public static TheoryData<string> Packages => ["XenSdk", "XenSdk.Simulation", "XenSdk.Tool"];

    [Theory]
    [MemberData(nameof(Packages))]
    public void Every_package_has_a_readme_a_licence_and_symbols(string id)
    {
        using ZipArchive package = ZipFile.OpenRead(Repository.Package(id));
        XElement metadata = Nuspec(package);

        Assert.Equal("MIT", Value(metadata, "license"));
        Assert.Equal("README.md", Value(metadata, "readme"));
        Assert.NotEmpty(Text(package, "README.md"));
        Assert.Equal(File.ReadAllText(Path.Combine(Repository.Root, "LICENSE")), Text(package, "LICENSE"));
        Assert.DoesNotContain("Package Description", Value(metadata, "description"));

        using ZipArchive symbols = ZipFile.OpenRead(Repository.Package(id, ".snupkg"));
        Assert.Contains(symbols.Entries, entry => entry.Name.EndsWith(".pdb", StringComparison.Ordinal));
    }

    [Fact]
    public void XenSdk_carries_its_assemblies_generator_targets_and_reader()
    {
        using ZipArchive package = ZipFile.OpenRead(Repository.Package("XenSdk"));
        string[] files = [.. package.Entries.Select(entry => entry.FullName)];

        string[] expected =
        [
            "lib/net8.0/XenSdk.dll", "lib/net8.0/XenSdk.xml", "lib/net10.0/XenSdk.dll", "lib/net10.0/XenSdk.xml",
            "analyzers/dotnet/cs/XenSdk.Generator.dll", "analyzers/dotnet/cs/XenSdk.Abi.dll",
            "build/XenSdk.props", "build/XenSdk.targets", "buildTransitive/XenSdk.props", "buildTransitive/XenSdk.targets",
            "tools/xensdk/xensdk.dll", "tools/xensdk/xensdk.runtimeconfig.json", "tools/xensdk/overrides.json",
            "tools/xensdk/include/x86/asm/xen/interface.h", "tools/xensdk/include/arm/asm/xen/interface.h",
            "tools/xensdk/models/xen.x86_64.xenabi", "tools/xensdk/models/xen.x86_32.xenabi",
            "tools/xensdk/models/xen.arm64.xenabi", "tools/xensdk/models/xen.arm32.xenabi",
        ];
        Assert.Empty(expected.Except(files));
        // What an analyzers folder holds is loaded as an analyzer: nothing but the generator and its model belongs there.
        Assert.Equal(2, files.Count(file => file.StartsWith("analyzers/", StringComparison.Ordinal)));
        // Any SDK from 8 on can run the reader.
        Assert.Contains("\"rollForward\": \"Major\"", Text(package, "tools/xensdk/xensdk.runtimeconfig.json"));
    }

    [Fact]
    public void A_consumer_depends_on_nothing_but_XenSdk()
    {
        using ZipArchive sdk = ZipFile.OpenRead(Repository.Package("XenSdk"));
        using ZipArchive simulation = ZipFile.OpenRead(Repository.Package("XenSdk.Simulation"));

        Assert.Empty(Dependencies(sdk));
        Assert.Equal(["XenSdk"], Dependencies(simulation));
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Every_assembly_of_ours_is_a_deterministic_build_without_paths_of_the_machine(string id)
    {
        using ZipArchive package = ZipFile.OpenRead(Repository.Package(id));
        ZipArchiveEntry[] ours = [.. package.Entries.Where(entry => Path.GetExtension(entry.Name) == ".dll" && entry.Name.StartsWith("xensdk", StringComparison.OrdinalIgnoreCase))];
        Assert.NotEmpty(ours);
        Assert.All(ours, entry =>
        {
            byte[] bytes = Bytes(entry);
            using var image = new PEReader(new MemoryStream(bytes));
            Assert.Contains(image.ReadDebugDirectory(), debug => debug.Type == DebugDirectoryEntryType.Reproducible);
            Assert.DoesNotContain(Repository.Root, Encoding.UTF8.GetString(bytes));
            Assert.DoesNotContain(Repository.Root, Encoding.Unicode.GetString(bytes));
        });
    }

    [Fact]
    public void The_tool_package_installs_the_command_xensdk()
    {
        string folder = Directory.CreateTempSubdirectory("xensdk-tool-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "nuget.config"), $"""
                <configuration><packageSources><clear /><add key="packed" value="{Repository.Packages}" /></packageSources></configuration>
                """);
            (int installed, string output) = Command.Run("dotnet", ["tool", "install", "XenSdk.Tool", "--tool-path", "tools", "--configfile", "nuget.config"], folder);
            Assert.True(installed == 0, output);

            string header = Path.Combine(Repository.Root, "abi", "xen.h");
            (int exitCode, string layout) = Command.Run(Path.Combine(folder, "tools", "xensdk"), ["layout", header, "--target", "x86_64", "--format", "tsv"], folder);

            Assert.True(exitCode == 0, layout);
            Assert.Contains("mmu_update\t\t0\t16\t8\nmmu_update\tptr\t0\t8\t8\nmmu_update\tval\t8\t8\t8\n", layout);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static XElement Nuspec(ZipArchive package)
    {
        ZipArchiveEntry nuspec = package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal));
        using Stream stream = nuspec.Open();
        return XDocument.Load(stream).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    }

    private static string Value(XElement metadata, string name)
        => metadata.Elements().Single(element => element.Name.LocalName == name).Value;

    private static string[] Dependencies(ZipArchive package)
        => [.. Nuspec(package).Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => element.Attribute("id")!.Value).Distinct()];

    private static string Text(ZipArchive package, string file)
        => Encoding.UTF8.GetString(Bytes(package.GetEntry(file) ?? throw new InvalidOperationException($"{file} is not in the package.")));

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using Stream stream = entry.Open();
        var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
