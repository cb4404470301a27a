namespace SystemFlow.Operations.Tests.Nodes;

/// <summary>Waits for what another node did.</summary>
internal static class Until
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Until something is so: looked at now, and each time that the book tells of a change.</summary>
    /// <param name="listen">Has the book call, from now on.</param>
    public static async Task SoAsync(Action<Action> listen, Func<bool> isSo)
    {
        var so = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        listen(() =>
        {
            if (isSo()) so.TrySetResult();
        });
        if (isSo()) return;
        await so.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }
}
