using XenSdk.Bench;

switch (args is [] ? "" : args[0])
{
    case "steps":
        GeneratorSteps.Print(rounds: args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 100);
        return 0;
    default:
        Console.Error.WriteLine("XenSdk.Bench: steps");
        return 2;
}
