namespace PrivcmdFacts;

/// <summary>What was seen, a line for each fact: <c>name: what</c>. The test reads them from the console.</summary>
internal sealed class Facts(string prefix)
{
    public void Say(string name, object what) => Console.Out.WriteLine($"{prefix}{name}: {what}");

    /// <summary>Finds out several facts. What one throws is said, and the rest goes on.</summary>
    public void Find(string subject, Action find)
    {
        try
        {
            find();
        }
        catch (Exception exception)
        {
            Say($"{subject} threw", $"{exception.GetType().Name}: {exception.Message}");
        }
    }

    /// <summary>The exception that an action throws, in words.</summary>
    public static string Thrown(Action action)
    {
        try
        {
            action();
            return "nothing thrown";
        }
        catch (Exception exception)
        {
            return $"{exception.GetType().Name}: {exception.Message}";
        }
    }
}
