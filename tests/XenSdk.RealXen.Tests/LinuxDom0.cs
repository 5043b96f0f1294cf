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
        File.Copy(SessionFile($"{session}.sh"), Path.Combine(folder, "session"));
        foreach (string file in files)
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));

        string image = folder + ".cpio";
        (int packed, string packing) = Command.Run(Repository.PathOf("eng", "real-xen", "initramfs.sh"), image, folder);
        Assert.True(packed == 0, packing);
        return Machine.Boot("dom0", image, greeting);
    }

    /// <summary>Compiles a program to one static file that needs no .NET.</summary>
    /// <param name="project">Its folder in <c>Programs</c>.</param>
    /// <param name="name">What the file is called.</param>
    /// <returns>The file.</returns>
    public static string Publish(string project, string name)
    {
        string output = Path.Combine(Repository.Artifacts, "programs", project);
        (int exitCode, string said) = Command.Run(
            "dotnet", "publish", ProgramPath(project), "-c", "Release", "--nologo", "-v", "quiet", "-o", output);
        Assert.True(exitCode == 0, $"{project} cannot be published:\n{said}");
        return Path.Combine(output, name);
    }

    /// <summary>A file of the sessions.</summary>
    public static string SessionFile(string name) => ProgramPath("Sessions", name);

    private static string ProgramPath(params string[] parts) => Repository.PathOf(["tests", "XenSdk.RealXen.Tests", "Programs", .. parts]);
}
