using XenSdk.Bench;

string command = args is [] ? "" : args[0];
bool isQuick = args.Contains("quick");
switch (command)
{
    case "generator":
        GeneratorRows.Write(isQuick);
        return 0;
    case "in-process":
        InProcessRows.Write(isQuick);
        return 0;
    case InProcessRound.Command when args is [_, var file]:
        InProcessRound.Write(file);
        return 0;
    case "reader":
        ReaderRows.Write(isQuick);
        return 0;
    case "build":
        BuildRows.Write(isQuick);
        return 0;
    case "growth":
        GrowthRows.Write(isQuick);
        return 0;
    case "steps":
        GeneratorSteps.Print(rounds: isQuick ? 50 : 500);
        return 0;
    case "report":
        return Results.Write();
    default:
        Console.Error.WriteLine("XenSdk.Bench: in-process | generator | reader | build | growth | steps | report, and 'quick' for fewer rounds");
        return 2;
}
