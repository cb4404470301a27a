using System.Net;
using Microsoft.Extensions.Options;

namespace SystemFlow.Web.Limits;

/// <summary>
/// Counts wrong feed keys by address: after so many within a minute every other wrong one is told to wait. A right key is taken all the
/// same, because a hospital's senders come from one address, and one that is set up wrongly must not silence the others. Guessing is
/// hopeless in any case: a key is 256 random bits.
/// </summary>
internal sealed class WrongKeys(IOptions<LimitOptions> options, TimeProvider time)
{
    /// <summary>Addresses held; when there are more at once, every wrong key is told to wait.</summary>
    public const int MostAddresses = 10_000;

    private static readonly TimeSpan Span = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, (long Since, int Wrong)> _counts = [];

    /// <summary>Counts a wrong key; answers how long to wait, null for not yet.</summary>
    public TimeSpan? Count(IPAddress? address)
    {
        var from = AddressKey.Of(address);
        lock (_gate)
        {
            var now = time.GetTimestamp();
            if (_counts.TryGetValue(from, out var count) && time.GetElapsedTime(count.Since, now) < Span)
            {
                _counts[from] = (count.Since, count.Wrong + 1);
                return count.Wrong < options.Value.WrongKeysPerMinute ? null : Span - time.GetElapsedTime(count.Since, now);
            }

            if (_counts.Count >= MostAddresses) Forget(now);
            if (_counts.Count >= MostAddresses) return Span;
            _counts[from] = (now, 1);
            return null;
        }
    }

    private void Forget(long now)
    {
        foreach (var (address, count) in _counts)
        {
            if (time.GetElapsedTime(count.Since, now) >= Span) _counts.Remove(address);
        }
    }
}
