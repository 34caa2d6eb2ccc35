"""The paper's AlexNet in PyTorch, measured as `benchmark` measures this library's; see README.md."""
import torch
from torch import nn
from torch.nn import functional

import peer


class LocalResponseNorm(nn.Module):
    """Over five channels of one tower (paper, section 3.3); PyTorch divides alpha by their number."""

    def __init__(self, towers):
        super().__init__()
        self.towers = towers
        self.norm = nn.LocalResponseNorm(5, alpha=5 * 1e-4, beta=0.75, k=2.0)

    def forward(self, x):
        n, c, h, w = x.shape
        return self.norm(x.reshape(n * self.towers, c // self.towers, h, w)).reshape(n, c, h, w)


def network(normalized):
    def conv(read, filters, size, groups, **more):
        return [nn.Conv2d(read, filters, size, groups=groups, **more), nn.ReLU()]

    def norm(towers):
        return [LocalResponseNorm(towers)] if normalized else []

    return nn.Sequential(
        *conv(3, 96, 11, 1, stride=4), *norm(2), nn.MaxPool2d(3, 2),
        *conv(96, 256, 5, 2, padding=2), *norm(2), nn.MaxPool2d(3, 2),
        *conv(256, 384, 3, 1, padding=1),
        *conv(384, 384, 3, 2, padding=1),
        *conv(384, 256, 3, 2, padding=1), nn.MaxPool2d(3, 2),
        nn.Flatten(),
        nn.Linear(9216, 4096), nn.ReLU(), nn.Dropout(0.5),
        nn.Linear(4096, 4096), nn.ReLU(), nn.Dropout(0.5),
        nn.Linear(4096, 1000))


def main():
    args = peer.options("--channels-last")
    torch.manual_seed(0)
    layout = torch.channels_last if args.channels_last else torch.contiguous_format
    model = network(not args.without_normalization).to(memory_format=layout)
    peer.require_parameters(sum(p.numel() for p in model.parameters()))
    images = (60 * torch.randn(args.batch_size, 3, 227, 227)).to(memory_format=layout)
    labels = torch.randint(0, 1000, (args.batch_size,))
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-6, momentum=0.9, weight_decay=0.0005)
    mixed = torch.autocast("cpu", dtype=torch.bfloat16, enabled=args.precision == "bfloat16")

    def train():
        optimizer.zero_grad()
        with mixed:
            logits = model(images)
        loss = functional.cross_entropy(logits.float(), labels)
        loss.backward()
        optimizer.step()
        return loss.item()

    def infer():
        with torch.inference_mode(), mixed:
            return torch.softmax(model(images).float(), 1)

    def run_of(what):
        model.train(what == "training")
        return train if what == "training" else infer

    peer.report("PyTorch " + torch.__version__, args, run_of)


if __name__ == "__main__":
    main()
