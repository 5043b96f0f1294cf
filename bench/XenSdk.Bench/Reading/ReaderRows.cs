namespace XenSdk.Bench;

/// <summary><c>xensdk read</c> as a whole process, against bindgen on the same header with the same libclang.</summary>
internal static class ReaderRows
{
    private const string Group = "xensdk read abi/xen.h, the whole process";

    public static void Write(bool isQuick)
    {
        string clang = FindClang();
        // The tool as the package has it.
        string tool = Repository.Path("artifacts/bench/xensdk/");
        Processes.Run("dotnet", ["publish", Repository.Path("generator/XenSdk.Tool"), "-c", "Release", "-p:UseAppHost=false", "-o", tool, "-v", "quiet", "--nologo"]);
        string[] read = [tool + "xensdk.dll", "read", Repository.Path("abi/xen.h"), "--overrides", Repository.Path("abi/overrides.json"), "--libclang", clang];
        string models = Repository.Path("artifacts/bench/xen.{target}.xenabi");
        string[] one = [.. read, "--target", "x86_64", "-o", models];
        string[] four = [.. one, "--target", "x86_32", "--target", "arm64", "--target", "arm32"];
        string[] bindgen =
        [
            Repository.Path("abi/xen.h"), "-o", Repository.Path("artifacts/bench/bindgen.rs"), "--",
            "-I", Repository.Path("abi/include/x86"), "-I", Repository.Path("abi/include/common"),
        ];
        // bindgen takes the library from the environment.
        Environment.SetEnvironmentVariable("LIBCLANG_PATH", clang);

        ProcessCost[] costs = ProcessTime.Compare(isQuick ? 9 : 25, null, (Environment.ProcessPath!, one), (Environment.ProcessPath!, four), ("bindgen", bindgen));
        CompareWithBakedModels();
        string peer = $"{Processes.FirstLine("bindgen", "--version")}, libclang 14";
        const string limit = "the start of .NET, the loading of libclang and its parse";
        RowFile.Write("reader",
        [
            new Row(Group, "one target", costs[0].Clock, costs[2].Clock, "ms", 1.00) { PeerName = peer, Limit = $"{limit}; {costs[0].ProcessorRatio(costs[2])}" },
            new Row(Group, "all four targets", costs[1].Clock, costs[2].Clock, "ms", 2.00)
            {
                PeerName = peer + ", one target",
                Limit = $"{limit}; {costs[1].ProcessorRatio(costs[2])}",
            },
        ]);
    }

    /// <summary>What was timed has made what the repository has.</summary>
    private static void CompareWithBakedModels()
    {
        foreach (string model in Directory.GetFiles(Repository.Path("abi/models"), "*.xenabi"))
        {
            if (File.ReadAllText(model) != File.ReadAllText(Repository.Path("artifacts/bench/" + Path.GetFileName(model))))
                throw new InvalidOperationException($"what xensdk read is not {model}");
        }
    }

    private static readonly string[] s_clang = ["/usr/lib/llvm-14/lib/libclang-14.so.1", "/usr/lib/x86_64-linux-gnu/libclang-14.so.1"];

    private static string FindClang() => Array.Find(s_clang, File.Exists)
            ?? throw new FileNotFoundException("libclang 14 is not installed (apt-get install libclang1-14 bindgen).");
}
