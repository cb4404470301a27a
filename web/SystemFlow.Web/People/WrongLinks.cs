using System.Net;
using SystemFlow.Web.SignIn;

namespace SystemFlow.Web.People;

/// <summary>Slows down who tries links: as <see cref="WrongPasswords"/> does, and apart from it, so that a used link keeps nobody from signing in.</summary>
public sealed class WrongLinks(TimeProvider time)
{
    private readonly WrongPasswords _wrong = new(time);

    /// <summary>Looks a link's secret up, unless too many wrong ones came from there; null for none that works.</summary>
    /// <param name="wait">How long to wait before another is looked at; null for no wait.</param>
    public T? Find<T>(IPAddress? address, Func<T?> find, out TimeSpan? wait) where T : class
    {
        wait = _wrong.Begin(address);
        if (wait is not null) return null;
        var found = find();
        if (found is not null) _wrong.WasRight(address);
        return found;
    }
}
