namespace XenSdk.RealXen.Tests;

/// <summary>Boots Linux as dom0 of real Xen, with programs of ours.</summary>
internal static class LinuxDom0
{
    /// <summary>Boots it, and waits until the session has ended.</summary>
    /// <param name="session">The script of <c>Programs/Sessions</c> that is run when Linux is up; also the log's name.</param>
    /// <param name="greeting">How its first line begins.</param>
    /// <param name="files">Files for the root folder, under their own names.</param>
    public static Machine Boot(string session, string greeting, params string[] files)
    {
        Machine.Fetch("dom0");
        string folder = Path.Combine(Repository.Artifacts, "dom0", session);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        File.Copy(Repository.PathOf("tests", "XenSdk.RealXen.Tests", "Programs", "Sessions", $"{session}.sh"), Path.Combine(folder, "session"));
        foreach (string file in files)
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));

        string image = folder + ".cpio";
        (int packed, string packing) = Command.Run(Repository.PathOf("eng", "real-xen", "initramfs.sh"), image, folder);
        Assert.True(packed == 0, packing);
        return Machine.Boot("dom0", image, greeting);
    }

    /// <summary>Compiles a program to one static file that needs no .NET.</summary>
    /// <param name="folder">Its project's folder.</param>
    /// <param name="options">Further options of <c>dotnet publish</c>.</param>
    /// <returns>The file.</returns>
    public static string Publish(string folder, params string[] options)
    {
        string name = Path.GetFileNameWithoutExtension(Assert.Single(Directory.GetFiles(folder, "*.csproj")));
        string output = Path.Combine(Repository.Artifacts, "programs", name);
        (int exitCode, string said) = Command.Run(
            "dotnet", ["publish", folder, "-c", "Release", "--nologo", "-v", "quiet", "-o", output, .. options]);
        Assert.True(exitCode == 0, $"{folder} cannot be published:\n{said}");
        return Path.Combine(output, name);
    }
}
