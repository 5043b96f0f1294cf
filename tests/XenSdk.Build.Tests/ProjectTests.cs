namespace XenSdk.Build.Tests;

/// <summary>The shapes that a user's project can have.</summary>
public sealed class ProjectTests
{
    private const string Item = "<XenHeader Include=\"xen.h\" Overrides=\"overrides.json\" Targets=\"x86_64;x86_32;arm64\" />";

    [Fact]
    public void Several_target_frameworks_build_at_the_same_time()
    {
        using var consumer = Consumer.Create();
        consumer.Replace("CustomHeader.csproj", "<TargetFramework>net10.0</TargetFramework>", "<TargetFrameworks>net8.0;net10.0</TargetFrameworks>");

        BuildLog first = consumer.Build("-m").Succeeded();
        BuildLog second = consumer.Build("-m").Succeeded();

        Assert.Equal((2, 2), (first.ReaderRuns, first.CompilerRuns));
        Assert.Equal((0, 0), (second.ReaderRuns, second.CompilerRuns));
        Assert.Contains("heartbeat_op", consumer.RunProgram("net10.0"));
    }

    [Fact]
    public void The_folder_may_have_spaces_apostrophes_and_any_letters()
    {
        using var consumer = Consumer.Create("Ænder's Prüfstand (δ)");

        consumer.Build().Succeeded();
        BuildLog second = consumer.Build().Succeeded();

        Assert.Equal((0, 0), (second.ReaderRuns, second.CompilerRuns));
        Assert.Contains("heartbeat_op", consumer.RunProgram());
    }

    [Fact]
    public void Central_package_versions_and_no_implicit_usings_do_no_harm()
    {
        using var consumer = Consumer.Create();
        consumer.Replace("CustomHeader.csproj", "<ImplicitUsings>enable</ImplicitUsings>", "<ImplicitUsings>disable</ImplicitUsings>");
        consumer.Replace("CustomHeader.csproj", " Version=\"0.1.0\"", "");
        consumer.Write("Directory.Packages.props", """
            <Project>
              <PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup>
              <ItemGroup>
                <PackageVersion Include="XenSdk" Version="0.1.0" />
                <PackageVersion Include="XenSdk.Simulation" Version="0.1.0" />
              </ItemGroup>
            </Project>
            """);
        File.Delete(consumer.PathOf("HeartbeatXen.cs"));
        consumer.Write("Program.cs", """
            System.Console.WriteLine(System.Runtime.CompilerServices.Unsafe.SizeOf<CustomHeader.Heartbeat>());
            """);

        consumer.Build().Succeeded();

        Assert.Equal("24", consumer.RunProgram().Trim());
    }

    [Fact]
    public void Several_headers_live_side_by_side_and_a_removed_one_leaves_nothing_behind()
    {
        using var consumer = Consumer.Create();
        consumer.Write("extra/lamp.h", "#include <stdint.h>\nstruct lamp { uint32_t watts; };\n");
        consumer.Replace("CustomHeader.csproj", Item, Item + "<XenHeader Include=\"extra/lamp.h\" Targets=\"x86_64\" Namespace=\"Lights\" />");
        consumer.Write("Lamp.cs", "internal static class Use { public static uint Watts(Lights.Lamp lamp) => lamp.Watts; }");

        BuildLog both = consumer.Build().Succeeded();
        Assert.Equal(2, both.ReaderRuns);
        Assert.Equal(["lamp.x86_64.xenabi", "xen.arm64.xenabi", "xen.x86_32.xenabi", "xen.x86_64.xenabi"], consumer.Models());

        consumer.Touch("extra/lamp.h");
        Assert.Equal(1, consumer.Build().Succeeded().ReaderRuns);

        consumer.Replace("CustomHeader.csproj", "<XenHeader Include=\"extra/lamp.h\" Targets=\"x86_64\" Namespace=\"Lights\" />", "");
        consumer.Build().FailedWith("CS0246");
        File.Delete(consumer.PathOf("Lamp.cs"));
        BuildLog one = consumer.Build().Succeeded();
        Assert.Equal(0, one.ReaderRuns);
        Assert.Equal(["xen.arm64.xenabi", "xen.x86_32.xenabi", "xen.x86_64.xenabi"], consumer.Models());
    }

    [Fact]
    public void Cleaning_removes_what_was_read()
    {
        using var consumer = Consumer.Create();
        consumer.Build().Succeeded();

        consumer.Dotnet("clean").Succeeded();

        Assert.Empty(Directory.GetFiles(consumer.PathOf("obj/Debug/net10.0/xensdk"), "*", SearchOption.AllDirectories));
        Assert.Equal(1, consumer.Build().Succeeded().ReaderRuns);
    }

    [Fact]
    public void A_project_that_gets_the_package_through_another_can_bring_a_header_too()
    {
        using var consumer = Consumer.Create();
        consumer.Write("library/Library.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><PackageReference Include="XenSdk" Version="0.1.0" /></ItemGroup>
            </Project>
            """);
        consumer.Write("app/CustomHeader.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
              <ItemGroup>
                <ProjectReference Include="../library/Library.csproj" />
                <XenHeader Include="../xen.h" Overrides="../overrides.json" />
              </ItemGroup>
            </Project>
            """);
        consumer.Write("app/Program.cs", "System.Console.WriteLine(nameof(CustomHeader.Heartbeat));");

        consumer.Dotnet("build", "app").Succeeded();
    }

    [Fact]
    public void A_queue_that_is_dropped_with_requests_in_it_is_a_warning_where_they_are_added()
    {
        using var consumer = Consumer.Create();
        consumer.Replace("CustomHeader.csproj", "<TreatWarningsAsErrors>true</TreatWarningsAsErrors>", "");
        consumer.Write("Forgetful.cs", """
            using XenSdk;

            internal static class Forgetful
            {
                internal static void Fill(Hypercalls<PrivcmdPath> xen)
                {
                    var queue = new MmuUpdateQueue<PrivcmdPath>(xen, new MmuUpdate[64]);
                    queue.Add(default);
                }
            }
            """);

        BuildMessage warning = Assert.Single(consumer.Build().Succeeded().Warnings, static warning => warning.Code == "XEN3010");

        Assert.Equal(("Forgetful.cs", 8, 9), (Path.GetFileName(warning.File), warning.Line, warning.Column));
        Assert.Contains("end it with Flush(), or with Drop()", warning.Text, StringComparison.Ordinal);
    }
}
