using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>
/// Turns an exception of ours into an error. The compiler would make a warning of it and go on without what was not
/// generated or not proved.
/// </summary>
internal static class Guard
{
    /// <summary>Does the work, or says that it failed.</summary>
    /// <param name="work">The work.</param>
    /// <param name="failed">What stands for its result.</param>
    public static T Run<T>(Func<T> work, Func<EquatableArray<AbiDiagnostic>, T> failed)
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            string message = $"XenSdk.Generator failed, and nothing it generates can be trusted. This is a bug of XenSdk: please report it with the " +
                $"model files of this project and this text: {exception.GetType().Name}: {exception.Message} {exception.StackTrace}".Replace("\r", "").Replace('\n', ' ');
            return failed(new([Report.Of(Descriptors.InternalError, null, message)]));
        }
    }
}
