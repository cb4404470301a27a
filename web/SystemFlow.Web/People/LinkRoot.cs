using Microsoft.Extensions.Options;
using SystemFlow.Web.Notices;

namespace SystemFlow.Web.People;

/// <summary>How links to this server begin that are shown once.</summary>
public sealed class LinkRoot(IOptions<NoticeOptions> options)
{
    /// <summary>The address that whoever runs this server gave; null where they gave none.</summary>
    public string? Known => options.Value.PublicUrl?.AbsoluteUri.TrimEnd('/');

    /// <summary>For a page: the known one, else that which the page was opened by.</summary>
    /// <param name="opened">Such as <c>https://flow.example.nhs.uk/</c>.</param>
    public string For(string opened) => Known ?? opened.TrimEnd('/');
}
