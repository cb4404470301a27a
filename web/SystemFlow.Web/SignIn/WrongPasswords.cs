using System.Net;
using SystemFlow.Web.Limits;

namespace SystemFlow.Web.SignIn;

/// <summary>
/// Slows down who tries passwords: after five wrong ones within a minute, an address waits until the minute is over. An
/// attempt counts from its start, so that many at once are no more than five either.
/// </summary>
public sealed class WrongPasswords(TimeProvider time)
{
    /// <summary>Wrong passwords that one address may give within <see cref="Span"/>.</summary>
    public const int Most = 5;

    /// <summary>Addresses held; when there are more at once, everybody waits.</summary>
    public const int MostAddresses = 10_000;

    /// <summary>How long a wrong password counts.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, List<long>> _attempts = [];

    /// <summary>Begins an attempt; null if it may go on, else how long to wait.</summary>
    public TimeSpan? Begin(IPAddress? address)
    {
        var from = AddressKey.Of(address);
        lock (_gate)
        {
            Forget();
            if (!_attempts.TryGetValue(from, out var attempts))
            {
                if (_attempts.Count >= MostAddresses) return Span;
                _attempts[from] = attempts = [];
            }

            if (attempts.Count >= Most) return Span - time.GetElapsedTime(attempts[0]);
            attempts.Add(time.GetTimestamp());
            return null;
        }
    }

    /// <summary>An attempt was right: it does not count.</summary>
    public void WasRight(IPAddress? address)
    {
        lock (_gate)
        {
            if (_attempts.TryGetValue(AddressKey.Of(address), out var attempts) && attempts.Count > 0) attempts.RemoveAt(attempts.Count - 1);
        }
    }

    private void Forget()
    {
        foreach (var (address, attempts) in _attempts)
        {
            attempts.RemoveAll(at => time.GetElapsedTime(at) >= Span);
            if (attempts.Count == 0) _attempts.Remove(address);
        }
    }
}
