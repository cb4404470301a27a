using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace SystemFlow.Web.Limits;

/// <summary>Bounds what one connection to the hub may ask for: calls a second, and entries of each list that it sends.</summary>
internal sealed class HubLimits(IOptions<LimitOptions> options) : IHubFilter
{
    /// <summary>The most entries of a list or a dictionary. There are fewer places.</summary>
    public const int MostEntries = 500;

    private static readonly object Item = new();
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public ValueTask<object?> InvokeMethodAsync(HubInvocationContext context, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        if (!IsWithinRate(context.Context)) throw new HubException($"Too many calls: at most {options.Value.HubCallsPerSecond} a second.");
        if (context.HubMethodArguments.Any(IsTooLong)) throw new HubException($"Too many entries: at most {MostEntries} in a list.");
        return next(context);
    }

    private static bool IsTooLong(object? argument) => argument is System.Collections.ICollection { Count: > MostEntries };

    // One connection's calls may run at once.
    private bool IsWithinRate(HubCallerContext connection)
    {
        lock (connection.Items)
        {
            var now = TimeProvider.System.GetTimestamp();
            var (since, calls) = connection.Items.TryGetValue(Item, out var kept) ? ((long, int))kept! : (now, 0);
            if (TimeProvider.System.GetElapsedTime(since, now) >= Second) (since, calls) = (now, 0);
            connection.Items[Item] = (since, calls + 1);
            return calls < options.Value.HubCallsPerSecond;
        }
    }
}
